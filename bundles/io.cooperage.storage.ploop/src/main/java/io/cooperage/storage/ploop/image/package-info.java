/**
 * Image files: their locks and marks, the file systems inside, and the cache of ready-made ones.
 */
package io.cooperage.storage.ploop.image;
