# Flags of every target: warnings as errors, hardening, sanitizers.

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
                    -Wimplicit-fallthrough -Wno-missing-field-initializers -Werror)
add_compile_definitions(_GLIBCXX_ASSERTIONS)

if(TUSK_SANITIZE)
  add_compile_options(-fsanitize=${TUSK_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TUSK_SANITIZE})
  # g++ says itself that this warning is wrong at times beside sanitizers; other presets have it.
  add_compile_options(-Wno-maybe-uninitialized)
  # The three checks of every pointer's use double the time to compile (a test of 380 lines: 34 s with
  # them, 16 s without), and AddressSanitizer reports most of what they would.
  if(TUSK_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize=null,alignment,vptr)
  endif()
else()
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -fcf-protection
                      -ftrivial-auto-var-init=zero)
  add_link_options(-pie -Wl,-z,relro,-z,now)
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  endif()
endif()

# ThreadSanitizer doesn't know fences (g++ says so); without them Asio synchronises as well by its
# mutexes.
if(TUSK_SANITIZE STREQUAL "thread")
  add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()

# The product's version, for those who tell it: programs, and the description of the interface.
add_library(tusk_version INTERFACE)
target_compile_definitions(tusk_version INTERFACE TUSK_VERSION="${PROJECT_VERSION}")
