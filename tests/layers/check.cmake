# Configures the project beside this file with one arrow, and asserts what came of it.
if(CASE STREQUAL "allowed")
  set(from storage)
  set(to core)
  set(expected "")
elseif(CASE STREQUAL "forbidden")
  set(from sync)
  set(to storage)
  set(expected "Forbidden arrow: sync -> storage")
elseif(CASE STREQUAL "unknown")
  set(from attic)
  set(to core)
  set(expected "has no row for 'attic'")
endif()

execute_process(
  COMMAND ${CMAKE_COMMAND} --fresh -S ${SOURCE} -B ${BINARY} -D LAYERS=${LAYERS} -D FROM=${from} -D TO=${to}
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)

if(expected STREQUAL "" AND NOT status EQUAL 0)
  message(FATAL_ERROR "${from} -> ${to} is allowed, but configuring failed:\n${output}")
elseif(NOT expected STREQUAL "")
  if(status EQUAL 0)
    message(FATAL_ERROR "${from} -> ${to} is forbidden, but configuring passed.")
  elseif(NOT output MATCHES "${expected}")
    message(FATAL_ERROR "Configuring failed, but did not say \"${expected}\":\n${output}")
  endif()
endif()
