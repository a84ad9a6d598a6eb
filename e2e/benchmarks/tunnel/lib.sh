# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
# Sourced by the drivers. A driver defines the functions it needs and ends with
# `driver "$@"`; README.md has the contract.
set -euo pipefail

# need COMMAND PACKAGE: names the package of a command that is missing.
need() {
    command -v "$1" >/dev/null || echo "$2"
}

# each_gateway FUNCTION [ARG...]: calls the function for gateway a, then b, with
#   SIDE  a or b             GW      namespace of this gateway
#   WAN   its WAN address    PEER    the other gateway's WAN address
#   LINK  its tunnel address VIA     the other gateway's tunnel address
#   PODS  its pod CIDR       REMOTE  the other gateway's pod CIDR
each_gateway() {
    SIDE=a OTHER=b GW=$BT_GW_A WAN=$BT_WAN_A PEER=$BT_WAN_B LINK=$BT_LINK_A VIA=$BT_LINK_B \
        PODS=$BT_PODS_A REMOTE=$BT_PODS_B "$@"
    SIDE=b OTHER=a GW=$BT_GW_B WAN=$BT_WAN_B PEER=$BT_WAN_A LINK=$BT_LINK_B VIA=$BT_LINK_A \
        PODS=$BT_PODS_B REMOTE=$BT_PODS_A "$@"
}

# in_gateway COMMAND...: runs a command in this gateway's namespace.
in_gateway() {
    ip netns exec "$GW" "$@"
}

# start COMMAND...: leaves a daemon running in this gateway, its output in daemon-SIDE.log.
start() {
    setsid ip netns exec "$GW" "$@" >"$BT_DIR/daemon-$SIDE.log" 2>&1 </dev/null &
    echo $! >"$BT_DIR/daemon-$SIDE.pid"
}

# await_link NAME: waits until the daemon has made its interface.
await_link() {
    local left=2000
    until [[ $(ip -n "$GW" -o link show "$1" 2>/dev/null) ]]; do
        if ((--left == 0)) || ! kill -0 "$(<"$BT_DIR/daemon-$SIDE.pid")" 2>/dev/null; then
            echo "no interface $1: $(tail -1 "$BT_DIR/daemon-$SIDE.log")" >&2
            return 1
        fi
        sleep 0.005
    done
}

# set_link NAME MTU: addresses the tunnel interface and brings it up.
set_link() {
    ip -n "$GW" addr replace "$LINK/24" dev "$1"
    ip -n "$GW" link set "$1" mtu "$2" txqueuelen 1000 up
}

# route_pods NAME: sends the remote pods' traffic into the tunnel. Do this last, in
# both gateways: the first packet may start a handshake that is slow to try again.
route_pods() {
    ip -n "$GW" route replace "$REMOTE" via "$VIA" dev "$1"
}

needs() { :; }
version() { uname -r; }
prepare() { :; }
down() { :; }

driver() {
    case $1 in
    needs | version | prepare | up | down) "$1" ;;
    *) echo "usage: ${0##*/} needs|version|prepare|up|down" >&2; exit 2 ;;
    esac
}
