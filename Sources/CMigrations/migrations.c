#include "CMigrations.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char connections[] = {
#embed "../Storage/Migrations/0001_connections.sql"
};

static const unsigned char workspace[] = {
#embed "../Storage/Migrations/0002_workspace.sql"
};

static const unsigned char calls[] = {
#embed "../Storage/Migrations/0003_calls.sql"
};

static const unsigned char verification[] = {
#embed "../Storage/Migrations/0004_verification.sql"
};

static const unsigned char idempotency[] = {
#embed "../Storage/Migrations/0005_idempotency.sql"
};

static const unsigned char channels[] = {
#embed "../Storage/Migrations/0006_channels.sql"
};

static const unsigned char sessions[] = {
#embed "../Storage/Migrations/0007_sessions.sql"
};

static const unsigned char forgetting[] = {
#embed "../Storage/Migrations/0008_forgetting.sql"
};

#define MIGRATION(number, name) {number "_" #name, name, sizeof(name)}

static const migration_file files[] = {
    MIGRATION("0001", connections),
    MIGRATION("0002", workspace),
    MIGRATION("0003", calls),
    MIGRATION("0004", verification),
    MIGRATION("0005", idempotency),
    MIGRATION("0006", channels),
    MIGRATION("0007", sessions),
    MIGRATION("0008", forgetting),
};

size_t migration_file_count(void) {
    return sizeof(files) / sizeof(files[0]);
}

migration_file migration_file_at(size_t index) {
    if (index >= migration_file_count()) {
        return (migration_file){"", (const unsigned char *)"", 0};
    }
    return files[index];
}
