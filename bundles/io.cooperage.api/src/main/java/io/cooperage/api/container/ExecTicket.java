package io.cooperage.api.container;

import java.time.Instant;

/**
 * Leave to run one program once. Whoever connects to the socket with the token gives the program
 * its stdio.
 *
 * @param token 32 hexadecimal digits, valid once
 * @param socket path of the supervisor's socket
 */
public record ExecTicket(String token, String socket, boolean terminal, Instant expiresAt) {}
