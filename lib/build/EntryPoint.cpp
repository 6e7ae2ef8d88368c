// C++: the types of the parameters are deduced from the function itself, so that no type is ever spelled.
// C: void pointers convert to any array by themselves; scalars and structures are spelled as the interface has them.
#include "build/EntryPoint.h"

#include "build/ArgumentSet.h"

#include <filesystem>

namespace allo::build {

namespace {

const char *const deduction = R"text(
namespace allo_entry_point {
template <typename T> struct Bare { using type = T; };
template <typename T> struct Bare<T &> : Bare<T> {};
template <typename T> struct Bare<T *> : Bare<T> {};
template <typename T> struct Bare<const T> : Bare<T> {};
template <typename A, typename B> struct Same { static const bool value = false; };
template <typename A> struct Same<A, A> { static const bool value = true; };

template <typename P> struct Load {
  static P &from(void *at) { return *static_cast<P *>(at); }
};
template <typename P> struct Load<P *> {
  static P *from(void *at) { return static_cast<P *>(at); }
};
template <typename P> struct Load<P &> {
  static P &from(void *at) { return *static_cast<P *>(at); }
};

template <int... I> struct Indices {};
template <int N, int... I> struct Count : Count<N - 1, N - 1, I...> {};
template <int... I> struct Count<0, I...> { using type = Indices<I...>; };

template <typename... P, int... I> void call(void (*function)(P...), void **arguments, void *, Indices<I...>) {
  function(Load<P>::from(arguments[I])...);
}
template <typename R, typename... P, int... I>
void call(R (*function)(P...), void **arguments, void *result, Indices<I...>) {
  *static_cast<R *>(result) = function(Load<P>::from(arguments[I])...);
}
template <typename R, typename... P> void call(R (*function)(P...), void **arguments, void *result) {
  call(function, arguments, result, typename Count<sizeof...(P)>::type());
}

template <int I, typename... P> struct At;
template <typename First, typename... P> struct At<0, First, P...> { using type = First; };
template <int I, typename First, typename... P> struct At<I, First, P...> : At<I - 1, P...> {};
template <int I, int J, typename R, typename... P, typename S, typename... Q>
constexpr bool sameScalar(R (*)(P...), S (*)(Q...)) {
  return Same<typename Bare<typename At<I, P...>::type>::type, typename Bare<typename At<J, Q...>::type>::type>::value;
}
} // namespace allo_entry_point
)text";

std::string quoted(const std::string &path) {
  std::string text = "\"";
  for (char c : path)
    text += c == '\\' || c == '"' ? std::string("\\") + c : std::string(1, c);
  return text + "\"";
}

std::string cSpelling(const ElementType &type) { return type.kind == ElementType::boolean ? "_Bool" : type.spelling; }

// `arguments[i]` as the value of a parameter in C.
std::string cArgument(const InterfaceParameter &parameter, int position) {
  std::string slot = "arguments[" + std::to_string(position) + "]";
  if (parameter.kind == InterfaceParameter::scalar)
    return "*(" + cSpelling(parameter.type) + " *)" + slot;
  if (parameter.kind == InterfaceParameter::structure && !parameter.by_reference && parameter.shape.empty())
    return "*(" + parameter.structure_spelling + " *)" + slot;
  return slot;
}

std::string cEntry(const std::string &top, const Interface &interface) {
  std::string call;
  for (size_t i = 0; i < interface.parameters.size(); ++i)
    call += (i ? ", " : "") + cArgument(interface.parameters[i], static_cast<int>(i));
  std::string result = interface.resultStructure ? "*(" + interface.resultStructure->structure_spelling + " *)result = "
                       : interface.result        ? "*(" + cSpelling(*interface.result) + " *)result = "
                                                 : "(void)result, ";
  return "void allo_entry(void **arguments, void *result) { " + result + top + "(" + call + "); }\n";
}

std::string cInit(const lang::Source &source, const std::string &init, const Interface &interface) {
  std::string call;
  for (const lang::NativeParameter &parameter : lang::parametersOf(source, init)) {
    int position = positionOf(interface, parameter.name);
    const InterfaceParameter &target = interface.parameters[static_cast<size_t>(position)];
    std::string argument = cArgument(target, position);
    if (parameter.is_pointer && argument[0] == '*')
      argument.erase(0, 1); // the address of the scalar, with its type: the compiler checks that it is the same
    call += (call.empty() ? "" : ", ") + argument;
  }
  return "void allo_initialise(void **arguments) { " + init + "(" + call + "); }\n";
}

std::string cppInit(const lang::Source &source, const std::string &init, const std::string &top,
                    const Interface &interface) {
  std::string checks, pointers;
  int count = 0;
  for (const lang::NativeParameter &parameter : lang::parametersOf(source, init)) {
    int position = positionOf(interface, parameter.name);
    if (interface.parameters[static_cast<size_t>(position)].kind != InterfaceParameter::array)
      checks += "static_assert(allo_entry_point::sameScalar<" + std::to_string(count) + ", " +
                std::to_string(position) + ">(&" + init + ", &" + top + "), \"parameter " + parameter.name +
                " has different types in the init function and in the kernel\");\n";
    pointers += (count++ ? ", " : "") + std::string("arguments[") + std::to_string(position) + "]";
  }
  return checks + "extern \"C\" void allo_initialise(void **arguments) {\n  void *matched[] = {" + pointers +
         (count ? "" : "nullptr") + "};\n  double ignored;\n  allo_entry_point::call(&" + init +
         ", matched, &ignored);\n}\n";
}
} // namespace

std::string entryPointText(const lang::Source &source, const std::string &top, const Interface &interface,
                           const std::string &init) {
  // The name of a main function in the source is free for the runner's. Macros of the source (`N`, `T`) must not meet
  // our templates, which stand before it.
  std::string text = source.is_c ? "" : deduction;
  text += "#define main allo_main_of_the_source\n#include " +
          quoted(std::filesystem::absolute(source.file).lexically_normal().string()) + "\n#undef main\n";
  if (source.is_c) {
    text += cEntry(top, interface);
    return init.empty() ? text : text + cInit(source, init, interface);
  }
  text += "extern \"C\" void allo_entry(void **arguments, void *result) {\n  allo_entry_point::call(&" + top +
          ", arguments, result);\n}\n";
  return init.empty() ? text : text + cppInit(source, init, top, interface);
}

} // namespace allo::build
