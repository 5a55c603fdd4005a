/** The contract of a storage provider as tests. */
package io.cooperage.testing.storage;
