#include "CCatalog.h"
