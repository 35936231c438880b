// What the live pages share.
"use strict";
