#include "CCatalog.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char salesforce_contacts[] = {
#embed "../Actions/Catalog/salesforce/contacts.yaml"
};

static const unsigned char salesforce_leads[] = {
#embed "../Actions/Catalog/salesforce/leads.yaml"
};

static const unsigned char salesforce_accounts[] = {
#embed "../Actions/Catalog/salesforce/accounts.yaml"
};

static const unsigned char salesforce_opportunities[] = {
#embed "../Actions/Catalog/salesforce/opportunities.yaml"
};

static const unsigned char salesforce_cases[] = {
#embed "../Actions/Catalog/salesforce/cases.yaml"
};

static const unsigned char salesforce_tasks[] = {
#embed "../Actions/Catalog/salesforce/tasks.yaml"
};

static const unsigned char salesforce_events[] = {
#embed "../Actions/Catalog/salesforce/events.yaml"
};

static const unsigned char salesforce_notes[] = {
#embed "../Actions/Catalog/salesforce/notes.yaml"
};

static const unsigned char salesforce_knowledge[] = {
#embed "../Actions/Catalog/salesforce/knowledge.yaml"
};

static const unsigned char salesforce_users[] = {
#embed "../Actions/Catalog/salesforce/users.yaml"
};

static const unsigned char salesforce_products[] = {
#embed "../Actions/Catalog/salesforce/products.yaml"
};

static const unsigned char salesforce_campaigns[] = {
#embed "../Actions/Catalog/salesforce/campaigns.yaml"
};

static const unsigned char salesforce_lookups[] = {
#embed "../Actions/Catalog/salesforce/lookups.yaml"
};

#define FILE_OF(platform, group) {#platform "/" #group ".yaml", platform##_##group, sizeof(platform##_##group)}

static const catalog_file files[] = {
    FILE_OF(salesforce, contacts),
    FILE_OF(salesforce, leads),
    FILE_OF(salesforce, accounts),
    FILE_OF(salesforce, opportunities),
    FILE_OF(salesforce, cases),
    FILE_OF(salesforce, tasks),
    FILE_OF(salesforce, events),
    FILE_OF(salesforce, notes),
    FILE_OF(salesforce, knowledge),
    FILE_OF(salesforce, users),
    FILE_OF(salesforce, products),
    FILE_OF(salesforce, campaigns),
    FILE_OF(salesforce, lookups),
};

size_t catalog_file_count(void) {
    return sizeof(files) / sizeof(files[0]);
}

catalog_file catalog_file_at(size_t index) {
    if (index >= catalog_file_count()) {
        return (catalog_file){"", (const unsigned char *)"", 0};
    }
    return files[index];
}
