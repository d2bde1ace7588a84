#pragma once

#include <stddef.h>

#pragma clang assume_nonnull begin

/// One file of the catalog, embedded in the program.
typedef struct {
    /// Its place in the catalog, such as "salesforce/contacts.yaml".
    const char *name;
    /// Its content: UTF-8, not terminated.
    const unsigned char *bytes;
    /// The length of its content in bytes.
    size_t count;
} catalog_file;

/// How many files the catalog has.
size_t catalog_file_count(void);

/// The file at an index below `catalog_file_count()`, in the order the catalog is shown. Beyond it, a file without
/// name or content.
catalog_file catalog_file_at(size_t index);

#pragma clang assume_nonnull end
