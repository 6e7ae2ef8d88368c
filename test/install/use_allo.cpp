// Parses, schedules, builds for the cpu and calls a kernel through the installed library alone.
#include <allo/allo.hpp>

#include <iostream>
#include <vector>

int main(int, char **arguments) try {
  allo::Schedule schedule = allo::parse(arguments[1]).customize("axpy<float, 10>");
  auto [outer, inner] = schedule.split("i", 4);
  schedule.pipeline(inner);
  std::vector<float> x(10), y(10, 1.0f);
  for (int i = 0; i < 10; ++i)
    x[i] = i;
  schedule.build(allo::cpu())(2.0f, x, y);
  for (int i = 0; i < 10; ++i)
    if (y[i] != 2.0f * i + 1.0f) {
      std::cerr << "y[" << i << "] is " << y[i] << "\n";
      return 1;
    }
  std::cout << "axpy through the installed library: equal\n" << schedule.trace();
  return 0;
} catch (const allo::Error &error) {
  std::cerr << error.what() << "\n";
  return 2;
}
