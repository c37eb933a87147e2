#include "sync/messages.h"
