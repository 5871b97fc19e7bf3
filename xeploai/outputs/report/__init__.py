"""Tables and charts → what people attach: pictures, Word, Excel."""
