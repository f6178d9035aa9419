#include "CPipelineSystem.h"

#if defined(__APPLE__)
#include <crt_externs.h>

char **pipeline_arguments(int *count) {
  *count = *_NSGetArgc();
  return *_NSGetArgv();
}

#else

static int argument_count;
static char **arguments;

// The C library passes the arguments of `main` to constructors, too.
__attribute__((constructor)) static void note_arguments(int count, char **values) {
  argument_count = count;
  arguments = values;
}

char **pipeline_arguments(int *count) {
  *count = argument_count;
  return arguments;
}

#endif
