/** The contract of a container store as tests, and records to test with. */
package io.cooperage.testing.store;
