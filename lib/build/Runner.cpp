// Each argument is copied to memory of exactly its size, so that the address sanitiser sees a step over its end.
#include "build/Runner.h"

namespace allo::build {

const char *const runnerText = R"text(
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif
void allo_entry(void **arguments, void *result);
__attribute__((weak)) void allo_initialise(void **arguments);
#ifdef __cplusplus
}
#endif

static int fail(const char *why) {
  fprintf(stderr, "runner: %s\n", why);
  return 99;
}

int main(int count, char **words) {
  int file = count == 2 ? open(words[1], O_RDWR) : -1;
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0)
    return fail("cannot open the file of arguments");
  char *base = (char *)mmap(0, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (base == (char *)MAP_FAILED)
    return fail("cannot map the file of arguments");
  int64_t *header = (int64_t *)base;
  int64_t slots = header[0], i;
  void **arguments = (void **)calloc((size_t)slots, sizeof(void *));
  for (i = 0; i < slots; ++i) {
    size_t bytes = (size_t)header[5 + 2 * i];
    if (posix_memalign(&arguments[i], 64, bytes ? bytes : 1) != 0)
      return fail("out of memory");
    memcpy(arguments[i], base + header[4 + 2 * i], bytes);
  }
  struct timespec start, stop;
  clock_gettime(CLOCK_MONOTONIC, &start);
  if (header[1] > 0)
    allo_initialise(arguments);
  for (i = header[1]; i < 0; ++i)
    allo_entry(arguments, arguments[slots - 1]);
  clock_gettime(CLOCK_MONOTONIC, &stop);
  for (i = 0; i < slots; ++i)
    memcpy(base + header[4 + 2 * i], arguments[i], (size_t)header[5 + 2 * i]);
  header[3] = (int64_t)(stop.tv_sec - start.tv_sec) * 1000000000 + (stop.tv_nsec - start.tv_nsec);
  header[2] = 1;
  fflush(stdout);
  _Exit(0);
}
)text";

} // namespace allo::build
