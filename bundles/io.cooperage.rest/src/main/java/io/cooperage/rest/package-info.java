/**
 * The HTTP API of the node on a Unix socket: {@code server} listens, {@code http} routes requests
 * and maps errors once, {@code resource} has a class for each noun, {@code cli} runs the commands
 * of Karaf's shell for {@code ct}. {@code openapi.yaml} describes it all and is held against the
 * routes by a test.
 */
package io.cooperage.rest;
