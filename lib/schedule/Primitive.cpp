// The table of primitives.
#include "schedule/Primitive.h"

namespace allo::schedule {

#define ALLO_PRIMITIVE(name) extern const Primitive name##Primitive;
#include "schedule/primitives/Primitives.def"
#undef ALLO_PRIMITIVE

const std::vector<const Primitive *> &primitives() {
  static const std::vector<const Primitive *> table = {
#define ALLO_PRIMITIVE(name) &name##Primitive,
#include "schedule/primitives/Primitives.def"
#undef ALLO_PRIMITIVE
  };
  return table;
}

const Primitive *findPrimitive(const std::string &word) {
  for (const Primitive *primitive : primitives())
    if (primitive->word == word)
      return primitive;
  return nullptr;
}

} // namespace allo::schedule
