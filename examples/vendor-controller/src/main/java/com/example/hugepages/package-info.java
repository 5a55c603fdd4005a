/** A resource controller as an outside vendor writes it: one parameter and all about it. */
package com.example.hugepages;
