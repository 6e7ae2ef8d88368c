// Everything a user of the library includes.
#pragma once

#include "allo/argument.hpp"
#include "allo/artifact.hpp"
#include "allo/depths.hpp"
#include "allo/error.hpp"
#include "allo/layout.hpp"
#include "allo/program.hpp"
#include "allo/report.hpp"
#include "allo/schedule.hpp"
#include "allo/target.hpp"
#include "allo/verify.hpp"
