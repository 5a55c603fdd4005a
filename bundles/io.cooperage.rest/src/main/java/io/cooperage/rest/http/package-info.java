/**
 * Requests, routes and answers: what every resource needs, and the one mapping of errors to HTTP.
 */
package io.cooperage.rest.http;
