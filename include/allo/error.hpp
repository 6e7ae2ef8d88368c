// Errors of the system: whose fault, where, why, and what would work.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace allo {

// A position in a source file; line 0 means that there is none.
struct SourcePlace {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
  bool known() const { return line != 0; }
};

// A further line that an error points at ("previous definition is here").
struct Note {
  SourcePlace place;
  std::string message;
};

// The base of everything the library throws. `what()` is the rendered text.
class Error : public std::runtime_error {
public:
  Error(std::string message, SourcePlace place = {}, std::string hint = {}, std::vector<Note> notes = {});
  const std::string &message() const { return message_; }
  const SourcePlace &place() const { return place_; }
  const std::string &hint() const { return hint_; }
  const std::vector<Note> &notes() const { return notes_; }
  // Where one run found several errors: those after this one. `what()` shows them all.
  const std::vector<Error> &further() const { return further_; }

protected:
  Error(const Error &first, std::vector<Error> further);

private:
  std::string message_;
  SourcePlace place_;
  std::string hint_;
  std::vector<Note> notes_;
  std::vector<Error> further_;
};

// The input (kernel, schedule, arguments, files) is at fault. The tool exits with 2.
class UserError : public Error {
public:
  using Error::Error;
  // Several errors of one run as one; `errors` is not empty.
  static UserError together(const std::vector<UserError> &errors);
};

// A schedule step was refused; nothing was changed and nothing recorded.
class ScheduleError : public UserError {
public:
  using UserError::UserError;
};

// Our fault: an invariant does not hold. The tool exits with 3.
class InternalError : public Error {
public:
  using Error::Error;
};

} // namespace allo
