/**
 * The pool: a folder on a file system that can share blocks between files. Where the node's state
 * folder lies on another one, the pool is an xfs in a sparse file, mounted there.
 */
package io.cooperage.storage.ploop.pool;
