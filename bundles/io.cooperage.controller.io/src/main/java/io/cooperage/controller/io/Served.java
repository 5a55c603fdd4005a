package io.cooperage.controller.io;

/**
 * What a device has served a CT.
 *
 * @param bytes since the CT's start
 * @param operations since the CT's start
 */
record Served(Rates bytes, Rates operations) {}
