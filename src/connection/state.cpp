#include "connection/state.h"

namespace tusk::connection {

replica::State load_state(const business::CompanyDatabase& company) {
  return storage::read(company.database(), [](storage::Transaction& transaction) {
    return replica::load_state(transaction);
  });
}

bool is_connected(const replica::State& state) {
  return state.mode != replica::Mode::unconnected && state.mode != replica::Mode::disconnected;
}

void require_connected(const replica::State& state) {
  if (is_connected(state)) return;
  throw core::Error(core::ErrorCode::conflict,
                    core::say("Företaget är inte anslutet till Tusk Online. Anslut det: tusk "
                              "online connect ADRESS.",
                              "The company is not connected to Tusk Online. Connect it: tusk "
                              "online connect URL."));
}

core::Error sync_service_failure(const core::Text& cause) {
  return {core::ErrorCode::unavailable,
          core::Text{"Det uppstod ett fel med synkroniseringstjänsten. " + cause.sv,
                     "An error occurred with the synchronisation service. " + cause.en}};
}

}  // namespace tusk::connection
