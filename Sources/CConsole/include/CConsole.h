#pragma once

#include <stddef.h>

#pragma clang assume_nonnull begin

/// One file of the console, embedded in the program.
typedef struct {
    /// Its place in the console's folder, such as "Templates/layout.mustache".
    const char *name;
    /// Its content: UTF-8, not terminated.
    const unsigned char *bytes;
    /// The length of its content in bytes.
    size_t count;
} console_file;

/// How many files the console has.
size_t console_file_count(void);

/// The file at an index below `console_file_count()`. Beyond it, a file without name or content.
console_file console_file_at(size_t index);

#pragma clang assume_nonnull end
