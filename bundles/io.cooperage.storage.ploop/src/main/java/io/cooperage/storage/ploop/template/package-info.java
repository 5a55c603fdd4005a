/** Template images in the pool: an erofs file each, named by its digest, and its descriptor. */
package io.cooperage.storage.ploop.template;
