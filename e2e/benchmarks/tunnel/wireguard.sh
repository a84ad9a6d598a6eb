# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
# The part that all WireGuard drivers share; sourced after lib.sh.
MTU=$((${BT_WAN_MTU:-1500} - 60)) # IPv4 20, UDP 8, WireGuard 32

prepare() {
    for side in a b; do
        (umask 077; wg genkey >"$BT_DIR/$side.key")
        wg pubkey <"$BT_DIR/$side.key" >"$BT_DIR/$side.pub"
    done
}

# configure INTERFACE: keys, peer and address.
configure() {
    in_gateway wg set "$1" private-key "$BT_DIR/$SIDE.key" listen-port 51820 \
        peer "$(<"$BT_DIR/$OTHER.pub")" endpoint "$PEER:51820" allowed-ips "$VIA/32,$REMOTE"
    set_link "$1" "$MTU"
}
