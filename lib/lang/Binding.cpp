#include "lang/Binding.h"

namespace allo::lang {

void forEachLeaf(const Binding &binding, llvm::function_ref<void(const Binding &)> visit) {
  if (binding.form != Binding::structure)
    return visit(binding);
  for (const Binding::Member &member : binding.members)
    forEachLeaf(*member.binding, visit);
}

Binding cloned(const Binding &binding) {
  Binding copy = binding;
  for (Binding::Member &member : copy.members)
    member.binding = std::make_shared<Binding>(cloned(*member.binding));
  return copy;
}

namespace {
void subscriptLeaves(Binding &binding, const Index &index) {
  if (binding.form == Binding::view) {
    binding.memory.indices.push_back(index);
    binding.memory.rest.erase(binding.memory.rest.begin());
  }
  for (Binding::Member &member : binding.members)
    subscriptLeaves(*member.binding, index);
}
} // namespace

Binding elementOf(const Binding &objects, const Index &index) {
  Binding element = cloned(objects);
  element.address = {};
  element.rest.erase(element.rest.begin());
  subscriptLeaves(element, index);
  return element;
}

} // namespace allo::lang
