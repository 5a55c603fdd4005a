/** A server and a shell for the tests of this bundle. */
package io.cooperage.rest.testing;
