package io.cooperage.api.container;

/**
 * The way to a CT's console.
 *
 * @param token 32 hexadecimal digits for the supervisor's socket, valid once
 */
public record ConsoleTicket(String token, String socket) {}
