/** The server: Jetty on a Unix socket that root alone may use. */
package io.cooperage.rest.server;
