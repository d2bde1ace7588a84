#include "CSandboxSchema.h"
