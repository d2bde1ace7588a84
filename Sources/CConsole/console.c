#include "CConsole.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char asset_console_css[] = {
#embed "../Console/Assets/console.css"
};

static const unsigned char asset_console_js[] = {
#embed "../Console/Assets/console.js"
};

static const unsigned char asset_editor_js[] = {
#embed "../Console/Assets/editor.js"
};

static const unsigned char asset_icon_svg[] = {
#embed "../Console/Assets/icon.svg"
};

static const unsigned char asset_live_js[] = {
#embed "../Console/Assets/live.js"
};

static const unsigned char asset_phone_js[] = {
#embed "../Console/Assets/phone.js"
};

static const unsigned char asset_tokens_css[] = {
#embed "../Console/Assets/tokens.css"
};

static const unsigned char template_action_edit[] = {
#embed "../Console/Templates/action-edit.mustache"
};

static const unsigned char template_action_line[] = {
#embed "../Console/Templates/action-line.mustache"
};

static const unsigned char template_action_picker[] = {
#embed "../Console/Templates/action-picker.mustache"
};

static const unsigned char template_action_preview[] = {
#embed "../Console/Templates/action-preview.mustache"
};

static const unsigned char template_action_request[] = {
#embed "../Console/Templates/action-request.mustache"
};

static const unsigned char template_action_tried[] = {
#embed "../Console/Templates/action-tried.mustache"
};

static const unsigned char template_action[] = {
#embed "../Console/Templates/action.mustache"
};

static const unsigned char template_actions_import[] = {
#embed "../Console/Templates/actions-import.mustache"
};

static const unsigned char template_actions[] = {
#embed "../Console/Templates/actions.mustache"
};

static const unsigned char template_agent_actions[] = {
#embed "../Console/Templates/agent-actions.mustache"
};

static const unsigned char template_agent_connect[] = {
#embed "../Console/Templates/agent-connect.mustache"
};

static const unsigned char template_agent_edit[] = {
#embed "../Console/Templates/agent-edit.mustache"
};

static const unsigned char template_agent_new[] = {
#embed "../Console/Templates/agent-new.mustache"
};

static const unsigned char template_agent[] = {
#embed "../Console/Templates/agent.mustache"
};

static const unsigned char template_agents[] = {
#embed "../Console/Templates/agents.mustache"
};

static const unsigned char template_as_typed[] = {
#embed "../Console/Templates/as-typed.mustache"
};

static const unsigned char template_audit[] = {
#embed "../Console/Templates/audit.mustache"
};

static const unsigned char template_call_list[] = {
#embed "../Console/Templates/call-list.mustache"
};

static const unsigned char template_call_now[] = {
#embed "../Console/Templates/call-now.mustache"
};

static const unsigned char template_call[] = {
#embed "../Console/Templates/call.mustache"
};

static const unsigned char template_calls[] = {
#embed "../Console/Templates/calls.mustache"
};

static const unsigned char template_connection_card[] = {
#embed "../Console/Templates/connection-card.mustache"
};

static const unsigned char template_csrf[] = {
#embed "../Console/Templates/csrf.mustache"
};

static const unsigned char template_dependents[] = {
#embed "../Console/Templates/dependents.mustache"
};

static const unsigned char template_failure[] = {
#embed "../Console/Templates/failure.mustache"
};

static const unsigned char template_field_note[] = {
#embed "../Console/Templates/field-note.mustache"
};

static const unsigned char template_field[] = {
#embed "../Console/Templates/field.mustache"
};

static const unsigned char template_integration_connect[] = {
#embed "../Console/Templates/integration-connect.mustache"
};

static const unsigned char template_integration_disconnect[] = {
#embed "../Console/Templates/integration-disconnect.mustache"
};

static const unsigned char template_integration_edit[] = {
#embed "../Console/Templates/integration-edit.mustache"
};

static const unsigned char template_integration_refused[] = {
#embed "../Console/Templates/integration-refused.mustache"
};

static const unsigned char template_integration[] = {
#embed "../Console/Templates/integration.mustache"
};

static const unsigned char template_integrations[] = {
#embed "../Console/Templates/integrations.mustache"
};

static const unsigned char template_layout[] = {
#embed "../Console/Templates/layout.mustache"
};

static const unsigned char template_mistakes[] = {
#embed "../Console/Templates/mistakes.mustache"
};

static const unsigned char template_moment[] = {
#embed "../Console/Templates/moment.mustache"
};

static const unsigned char template_onward[] = {
#embed "../Console/Templates/onward.mustache"
};

static const unsigned char template_overview[] = {
#embed "../Console/Templates/overview.mustache"
};

static const unsigned char template_phone_new[] = {
#embed "../Console/Templates/phone-new.mustache"
};

static const unsigned char template_phone_now[] = {
#embed "../Console/Templates/phone-now.mustache"
};

static const unsigned char template_phone[] = {
#embed "../Console/Templates/phone.mustache"
};

static const unsigned char template_rehearsal_gap[] = {
#embed "../Console/Templates/rehearsal-gap.mustache"
};

static const unsigned char template_sent_request[] = {
#embed "../Console/Templates/sent-request.mustache"
};

static const unsigned char template_settings_data[] = {
#embed "../Console/Templates/settings-data.mustache"
};

static const unsigned char template_settings_form[] = {
#embed "../Console/Templates/settings-form.mustache"
};

static const unsigned char template_settings_people[] = {
#embed "../Console/Templates/settings-people.mustache"
};

static const unsigned char template_settings_person[] = {
#embed "../Console/Templates/settings-person.mustache"
};

static const unsigned char template_settings_places[] = {
#embed "../Console/Templates/settings-places.mustache"
};

static const unsigned char template_settings_sandbox[] = {
#embed "../Console/Templates/settings-sandbox.mustache"
};

static const unsigned char template_settings_sessions[] = {
#embed "../Console/Templates/settings-sessions.mustache"
};

static const unsigned char template_settings_tokens[] = {
#embed "../Console/Templates/settings-tokens.mustache"
};

static const unsigned char template_setup[] = {
#embed "../Console/Templates/setup.mustache"
};

static const unsigned char template_sign_in[] = {
#embed "../Console/Templates/sign-in.mustache"
};

static const unsigned char template_timeline_entry[] = {
#embed "../Console/Templates/timeline-entry.mustache"
};

static const unsigned char template_usage[] = {
#embed "../Console/Templates/usage.mustache"
};

static const unsigned char template_use[] = {
#embed "../Console/Templates/use.mustache"
};

static const unsigned char template_writes[] = {
#embed "../Console/Templates/writes.mustache"
};

#define EMBEDDED(name, bytes) {name, bytes, sizeof(bytes)}

static const console_file files[] = {
    EMBEDDED("Assets/console.css", asset_console_css),
    EMBEDDED("Assets/console.js", asset_console_js),
    EMBEDDED("Assets/editor.js", asset_editor_js),
    EMBEDDED("Assets/icon.svg", asset_icon_svg),
    EMBEDDED("Assets/live.js", asset_live_js),
    EMBEDDED("Assets/phone.js", asset_phone_js),
    EMBEDDED("Assets/tokens.css", asset_tokens_css),
    EMBEDDED("Templates/action-edit.mustache", template_action_edit),
    EMBEDDED("Templates/action-line.mustache", template_action_line),
    EMBEDDED("Templates/action-picker.mustache", template_action_picker),
    EMBEDDED("Templates/action-preview.mustache", template_action_preview),
    EMBEDDED("Templates/action-request.mustache", template_action_request),
    EMBEDDED("Templates/action-tried.mustache", template_action_tried),
    EMBEDDED("Templates/action.mustache", template_action),
    EMBEDDED("Templates/actions-import.mustache", template_actions_import),
    EMBEDDED("Templates/actions.mustache", template_actions),
    EMBEDDED("Templates/agent-actions.mustache", template_agent_actions),
    EMBEDDED("Templates/agent-connect.mustache", template_agent_connect),
    EMBEDDED("Templates/agent-edit.mustache", template_agent_edit),
    EMBEDDED("Templates/agent-new.mustache", template_agent_new),
    EMBEDDED("Templates/agent.mustache", template_agent),
    EMBEDDED("Templates/agents.mustache", template_agents),
    EMBEDDED("Templates/as-typed.mustache", template_as_typed),
    EMBEDDED("Templates/audit.mustache", template_audit),
    EMBEDDED("Templates/call-list.mustache", template_call_list),
    EMBEDDED("Templates/call-now.mustache", template_call_now),
    EMBEDDED("Templates/call.mustache", template_call),
    EMBEDDED("Templates/calls.mustache", template_calls),
    EMBEDDED("Templates/connection-card.mustache", template_connection_card),
    EMBEDDED("Templates/csrf.mustache", template_csrf),
    EMBEDDED("Templates/dependents.mustache", template_dependents),
    EMBEDDED("Templates/failure.mustache", template_failure),
    EMBEDDED("Templates/field-note.mustache", template_field_note),
    EMBEDDED("Templates/field.mustache", template_field),
    EMBEDDED("Templates/integration-connect.mustache", template_integration_connect),
    EMBEDDED("Templates/integration-disconnect.mustache", template_integration_disconnect),
    EMBEDDED("Templates/integration-edit.mustache", template_integration_edit),
    EMBEDDED("Templates/integration-refused.mustache", template_integration_refused),
    EMBEDDED("Templates/integration.mustache", template_integration),
    EMBEDDED("Templates/integrations.mustache", template_integrations),
    EMBEDDED("Templates/layout.mustache", template_layout),
    EMBEDDED("Templates/mistakes.mustache", template_mistakes),
    EMBEDDED("Templates/moment.mustache", template_moment),
    EMBEDDED("Templates/onward.mustache", template_onward),
    EMBEDDED("Templates/overview.mustache", template_overview),
    EMBEDDED("Templates/phone-new.mustache", template_phone_new),
    EMBEDDED("Templates/phone-now.mustache", template_phone_now),
    EMBEDDED("Templates/phone.mustache", template_phone),
    EMBEDDED("Templates/rehearsal-gap.mustache", template_rehearsal_gap),
    EMBEDDED("Templates/sent-request.mustache", template_sent_request),
    EMBEDDED("Templates/settings-data.mustache", template_settings_data),
    EMBEDDED("Templates/settings-form.mustache", template_settings_form),
    EMBEDDED("Templates/settings-people.mustache", template_settings_people),
    EMBEDDED("Templates/settings-person.mustache", template_settings_person),
    EMBEDDED("Templates/settings-places.mustache", template_settings_places),
    EMBEDDED("Templates/settings-sandbox.mustache", template_settings_sandbox),
    EMBEDDED("Templates/settings-sessions.mustache", template_settings_sessions),
    EMBEDDED("Templates/settings-tokens.mustache", template_settings_tokens),
    EMBEDDED("Templates/setup.mustache", template_setup),
    EMBEDDED("Templates/sign-in.mustache", template_sign_in),
    EMBEDDED("Templates/timeline-entry.mustache", template_timeline_entry),
    EMBEDDED("Templates/usage.mustache", template_usage),
    EMBEDDED("Templates/use.mustache", template_use),
    EMBEDDED("Templates/writes.mustache", template_writes),
};

size_t console_file_count(void) {
    return sizeof(files) / sizeof(files[0]);
}

console_file console_file_at(size_t index) {
    if (index >= console_file_count()) {
        return (console_file){"", (const unsigned char *)"", 0};
    }
    return files[index];
}
