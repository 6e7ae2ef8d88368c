#include "NestGenerator.h"

#include <sstream>

namespace allo::test {
namespace {

class Generator {
public:
  Generator(std::mt19937 &random, NestOptions options) : random_(random), options_(options) {}

  NestText generate() {
    nest_.around = between(0, 3) == 0;
    nest_.depth = between(1, options_.depth);
    text_ << "func.func @nest(%A: memref<256x256xi32>, %value: i32) {\n";
    for (unsigned i = 0; i < nest_.around + nest_.depth; ++i)
      openLoop(i < nest_.around ? 2 : 6);
    for (int statement = between(1, 3); statement > 0; --statement)
      addStatement();
    for (unsigned i = 0; i < nest_.around + nest_.depth; ++i)
      text_ << "}\n";
    text_ << "return\n}\n";
    nest_.text = text_.str();
    return nest_;
  }

private:
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  std::string variable(unsigned loop) { return "%i" + std::to_string(loop); }

  // A constant, or an outer loop's variable and a constant.
  std::string bound(int low, int high) {
    if (!options_.triangular || loops_ == 0 || between(0, 1))
      return std::to_string(between(low, high));
    std::string outer = variable(between(0, loops_ - 1));
    if (low > 0 && between(0, 3) == 0)
      return "-" + outer + " + " + std::to_string(high);
    return outer + " + " + std::to_string(between(low / 2, high / 2));
  }

  // As the operands of affine.for want it: a map applied to variables.
  std::string mapped(const std::string &first, const std::string &second = "") {
    std::string dims, results, operands;
    for (unsigned loop = 0; loop < loops_; ++loop) {
      dims += (loop ? ", d" : "d") + std::to_string(loop);
      operands += (loop ? ", " : "") + variable(loop);
    }
    results = first + (second.empty() ? "" : ", " + second);
    for (unsigned loop = 0; loop < loops_; ++loop)
      for (size_t at; (at = results.find(variable(loop))) != std::string::npos;)
        results.replace(at, variable(loop).size(), "d" + std::to_string(loop));
    return "affine_map<(" + dims + ") -> (" + results + ")>(" + operands + ")";
  }

  void openLoop(int extent) {
    int step = between(0, 2) ? 1 : between(2, 3);
    bool twoLower = options_.triangular && between(0, 7) == 0, twoUpper = options_.triangular && between(0, 7) == 0;
    std::string lower = twoLower ? "max " + mapped(bound(0, 2), bound(0, 2)) : mapped(bound(0, 2));
    std::string upper = twoUpper ? "min " + mapped(bound(extent / 2, extent), bound(extent / 2, extent))
                                 : mapped(bound(extent / 2, extent));
    nest_.isExact &= !twoLower || step == 1;
    text_ << "affine.for " << variable(loops_) << " = " << lower << " to " << upper << " step " << step << " {\n";
    ++loops_;
  }

  std::string index() {
    std::string sum = std::to_string(between(20, 28));
    for (unsigned loop = 0; loop < loops_; ++loop)
      if (int factor = between(-2, 3); factor != 0 && between(0, 2))
        sum += " + " + variable(loop) + " * " + std::to_string(factor);
    switch (between(0, 7)) {
    case 0:
      return "(" + sum + ") mod " + std::to_string(between(2, 5));
    case 1:
      return "(" + sum + ") floordiv " + std::to_string(between(2, 5));
    default:
      return sum;
    }
  }

  void addAccess() {
    std::string element = "%A[" + index() + ", " + (between(0, 1) ? index() : "3") + "] : memref<256x256xi32>\n";
    if (between(0, 2))
      text_ << "affine.store %value, " << element;
    else
      text_ << "%load" << names_++ << " = affine.load " << element;
  }

  void addStatement() {
    if (between(0, 2))
      return addAccess();
    text_ << "affine.if affine_set<(d0, d1) : (d0 * " << between(1, 2) << " + d1 * " << between(-2, 1) << " - "
          << between(0, 4) << (between(0, 3) ? " >= 0" : " == 0") << (between(0, 1) ? ", d0 - 1 >= 0" : "") << ")>("
          << variable(between(0, loops_ - 1)) << ", " << variable(between(0, loops_ - 1)) << ") {\n";
    addAccess();
    if (between(0, 1)) {
      text_ << "} else {\n";
      addAccess();
    }
    text_ << "}\n";
  }

  std::mt19937 &random_;
  NestOptions options_;
  NestText nest_;
  std::ostringstream text_;
  unsigned loops_ = 0, names_ = 0;
};

} // namespace

NestText randomNest(std::mt19937 &random, NestOptions options) { return Generator(random, options).generate(); }

} // namespace allo::test
