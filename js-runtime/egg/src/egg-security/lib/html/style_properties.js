'use strict';

/** Properties that a style attribute may set by default: they move and cover nothing outside of their element. */
module.exports = new Set(`
  background background-attachment background-clip background-color background-image background-origin
  background-position background-repeat background-size border border-bottom border-bottom-color
  border-bottom-left-radius border-bottom-right-radius border-bottom-style border-bottom-width border-collapse
  border-color border-image border-image-outset border-image-repeat border-image-slice border-image-source
  border-image-width border-left border-left-color border-left-style border-left-width border-radius border-right
  border-right-color border-right-style border-right-width border-spacing border-style border-top border-top-color
  border-top-left-radius border-top-right-radius border-top-style border-top-width border-width box-decoration-break
  box-shadow box-sizing box-snap box-suppress break-after break-before break-inside clear color
  color-interpolation-filters display display-inside display-list display-outside font font-family
  font-feature-settings font-kerning font-language-override font-size font-size-adjust font-stretch font-style
  font-synthesis font-variant font-variant-alternates font-variant-caps font-variant-east-asian
  font-variant-ligatures font-variant-numeric font-variant-position font-weight height letter-spacing lighting-color
  list-style list-style-image list-style-position list-style-type margin margin-bottom margin-left margin-right
  margin-top max-height max-width min-height min-width padding padding-bottom padding-left padding-right padding-top
  text-align text-align-last text-combine-upright text-decoration text-decoration-color text-decoration-line
  text-decoration-skip text-decoration-style text-emphasis text-emphasis-color text-emphasis-position
  text-emphasis-style text-height text-indent text-justify text-orientation text-overflow text-shadow
  text-space-collapse text-transform text-underline-position text-wrap width word-break word-spacing word-wrap
`.trim().split(/\s+/));
