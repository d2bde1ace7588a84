#include "CSandboxSchema.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const sandbox_file schema_files[] = {
    {"Account.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Account.yaml"
, 0}},
    {"Calendar.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Calendar.yaml"
, 0}},
    {"Campaign.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Campaign.yaml"
, 0}},
    {"CampaignMember.yaml", (const char[]){
#embed "../SandboxOrg/Schema/CampaignMember.yaml"
, 0}},
    {"CampaignMemberStatus.yaml", (const char[]){
#embed "../SandboxOrg/Schema/CampaignMemberStatus.yaml"
, 0}},
    {"Case.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Case.yaml"
, 0}},
    {"CaseComment.yaml", (const char[]){
#embed "../SandboxOrg/Schema/CaseComment.yaml"
, 0}},
    {"CaseStatus.yaml", (const char[]){
#embed "../SandboxOrg/Schema/CaseStatus.yaml"
, 0}},
    {"Contact.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Contact.yaml"
, 0}},
    {"ContentDocument.yaml", (const char[]){
#embed "../SandboxOrg/Schema/ContentDocument.yaml"
, 0}},
    {"ContentDocumentLink.yaml", (const char[]){
#embed "../SandboxOrg/Schema/ContentDocumentLink.yaml"
, 0}},
    {"ContentNote.yaml", (const char[]){
#embed "../SandboxOrg/Schema/ContentNote.yaml"
, 0}},
    {"ContentVersion.yaml", (const char[]){
#embed "../SandboxOrg/Schema/ContentVersion.yaml"
, 0}},
    {"Event.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Event.yaml"
, 0}},
    {"Group.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Group.yaml"
, 0}},
    {"GroupMember.yaml", (const char[]){
#embed "../SandboxOrg/Schema/GroupMember.yaml"
, 0}},
    {"KnowledgeArticleVersion.yaml", (const char[]){
#embed "../SandboxOrg/Schema/KnowledgeArticleVersion.yaml"
, 0}},
    {"Knowledge__kav.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Knowledge__kav.yaml"
, 0}},
    {"Lead.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Lead.yaml"
, 0}},
    {"Note.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Note.yaml"
, 0}},
    {"Opportunity.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Opportunity.yaml"
, 0}},
    {"OpportunityContactRole.yaml", (const char[]){
#embed "../SandboxOrg/Schema/OpportunityContactRole.yaml"
, 0}},
    {"OpportunityLineItem.yaml", (const char[]){
#embed "../SandboxOrg/Schema/OpportunityLineItem.yaml"
, 0}},
    {"OpportunityStage.yaml", (const char[]){
#embed "../SandboxOrg/Schema/OpportunityStage.yaml"
, 0}},
    {"Organization.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Organization.yaml"
, 0}},
    {"Pricebook2.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Pricebook2.yaml"
, 0}},
    {"PricebookEntry.yaml", (const char[]){
#embed "../SandboxOrg/Schema/PricebookEntry.yaml"
, 0}},
    {"Product2.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Product2.yaml"
, 0}},
    {"Profile.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Profile.yaml"
, 0}},
    {"QueueSobject.yaml", (const char[]){
#embed "../SandboxOrg/Schema/QueueSobject.yaml"
, 0}},
    {"RecordType.yaml", (const char[]){
#embed "../SandboxOrg/Schema/RecordType.yaml"
, 0}},
    {"Task.yaml", (const char[]){
#embed "../SandboxOrg/Schema/Task.yaml"
, 0}},
    {"User.yaml", (const char[]){
#embed "../SandboxOrg/Schema/User.yaml"
, 0}},
    {"UserRole.yaml", (const char[]){
#embed "../SandboxOrg/Schema/UserRole.yaml"
, 0}},
};

static const sandbox_file base_seed = {"base.yaml", (const char[]){
#embed "../SandboxOrg/Seed/Data/base.yaml"
, 0}};

static const sandbox_file demo_seed = {"demo.yaml", (const char[]){
#embed "../SandboxOrg/Seed/Data/demo.yaml"
, 0}};

static const sandbox_file seed_names = {"names.yaml", (const char[]){
#embed "../SandboxOrg/Seed/Data/names.yaml"
, 0}};

size_t sandbox_schema_file_count(void) { return sizeof(schema_files) / sizeof(schema_files[0]); }

sandbox_file sandbox_schema_file(size_t index) { return schema_files[index]; }

sandbox_file sandbox_base_seed(void) { return base_seed; }

sandbox_file sandbox_demo_seed(void) { return demo_seed; }

sandbox_file sandbox_seed_names(void) { return seed_names; }
