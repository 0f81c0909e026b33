// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/uploads_p.h"

#include <c10/core/Event.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

namespace touchstone::nn {

struct Uploads::Lane {
    Lane(const at::Device& device, at::ScalarType type, std::int64_t values)
        : pinned(at::empty({values}, at::TensorOptions(type).pinned_memory(true)))
        , target(at::empty({values}, at::TensorOptions(type).device(device)))
        , stream(c10::impl::VirtualGuardImpl(device.type()).getStreamFromGlobalPool(device, false))
        , arrived(device.type())
        , used(device.type()) {}

    at::Tensor pinned, target;
    c10::Stream stream;
    c10::Event arrived; ///< the copy into `target` is done
    c10::Event used;    ///< everything that read `target` is done
    bool lent = false;  ///< `target` was handed out since `used` was recorded
};

Uploads::Uploads(const at::Device& device, at::ScalarType type, std::int64_t values)
    : device_(device)
    , type_(type) {
    if (device.is_cpu())
        return;
    for (std::unique_ptr<Lane>& lane : lanes_)
        lane = std::make_unique<Lane>(device, type, values);
}

/// Page-locked memory must not go while it is read from.
Uploads::~Uploads() {
    for (const std::unique_ptr<Lane>& lane : lanes_)
        if (lane)
            try {
                lane->stream.synchronize();
            } catch (const std::exception&) {
                // The device is lost: whoever used it was told by the call that found out.
            }
}

at::Tensor Uploads::send(const float* source, at::IntArrayRef shape) {
    const at::Tensor given = at::from_blob(const_cast<float*>(source), shape, at::kFloat);
    if (device_.is_cpu())
        return given.to(type_);
    const c10::Stream current = c10::impl::VirtualGuardImpl(device_.type()).getStream(device_);
    // The other lane was handed out last; all that reads it is queued by now.
    Lane& other = *lanes_[1 - next_];
    if (std::exchange(other.lent, false))
        other.used.record(current);
    Lane& lane = *lanes_[next_];
    next_ = 1 - next_;

    lane.stream.synchronize(); // the copy before the last has left the page-locked buffer
    const std::int64_t count = given.numel();
    lane.pinned.narrow(0, 0, count).copy_(given.view({-1}));
    lane.used.block(lane.stream);
    {
        const c10::StreamGuard on(lane.stream);
        lane.target.narrow(0, 0, count).copy_(lane.pinned.narrow(0, 0, count), /*non_blocking=*/true);
    }
    lane.arrived.record(lane.stream);
    lane.arrived.block(current);
    lane.lent = true;
    return lane.target.narrow(0, 0, count).view(shape);
}

} // namespace touchstone::nn
