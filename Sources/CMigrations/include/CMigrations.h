#pragma once

#include <stddef.h>

#pragma clang assume_nonnull begin

/// One step in the history of the tables, embedded in the program.
typedef struct {
    /// The name of its file, such as "0001_connections": its number and what it is about.
    const char *name;
    /// Its SQL: UTF-8, not terminated.
    const unsigned char *bytes;
    /// The length of its SQL in bytes.
    size_t count;
} migration_file;

/// How many migrations there are.
size_t migration_file_count(void);

/// The migration at an index below `migration_file_count()`, in the order of their numbers. Beyond it, one without name
/// or SQL.
migration_file migration_file_at(size_t index);

#pragma clang assume_nonnull end
