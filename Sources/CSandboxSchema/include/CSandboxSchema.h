#pragma once
#include <stddef.h>

/// A data file compiled into the program, as NUL-terminated UTF-8.
typedef struct {
    const char *_Nonnull name;
    const char *_Nonnull text;
} sandbox_file;

size_t sandbox_schema_file_count(void);
sandbox_file sandbox_schema_file(size_t index);
sandbox_file sandbox_base_seed(void);
sandbox_file sandbox_demo_seed(void);
sandbox_file sandbox_seed_names(void);
