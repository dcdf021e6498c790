//! The few kinds of value both databases know alike, and rows of them.

use super::DbError;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    /// Text that is covered before it is written; never in a row.
    Covered(String),
    /// Text of which a mark is written; never in a row.
    Blind(String),
}

impl Value {
    /// NUL has no place in a name or a message, and PostgreSQL's text cannot hold it: it is dropped.
    fn text(text: String) -> Self {
        Self::Text(if text.contains('\0') { text.replace('\0', "") } else { text })
    }
}

macro_rules! value_from {
    ($($from:ty => $make:expr),+ $(,)?) => {$(
        impl From<$from> for Value {
            fn from(v: $from) -> Self {
                let make: fn($from) -> Value = $make;
                make(v)
            }
        }
    )+};
}

value_from! {
    &str => |v| Value::text(v.to_owned()),
    &String => |v| Value::text(v.clone()),
    String => Value::text,
    Vec<u8> => Value::Bytes,
    i64 => Value::Int,
    i32 => |v| Value::Int(v.into()),
    u32 => |v| Value::Int(v.into()),
    u64 => |v| Value::Int(i64::try_from(v).unwrap_or(i64::MAX)),
    usize => |v| Value::Int(i64::try_from(v).unwrap_or(i64::MAX)),
    bool => |v| Value::Int(v.into()),
    jiff::Timestamp => |v| Value::Int(v.as_millisecond()),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Self::Null, Into::into)
    }
}

/// One row of an answer; columns count from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub(super) Vec<Value>);

impl Row {
    /// A row that was read elsewhere.
    pub fn of(cells: Vec<Value>) -> Self {
        Self(cells)
    }

    /// All of it, for whoever does not know its columns.
    pub fn cells(&self) -> &[Value] {
        &self.0
    }

    fn at(&self, column: usize) -> Result<&Value, DbError> {
        self.0.get(column).ok_or_else(|| DbError::Broken(format!("no column {column}")))
    }

    fn wrong<T>(column: usize, wanted: &str) -> Result<T, DbError> {
        Err(DbError::Broken(format!("column {column} is not {wanted}")))
    }

    pub fn text(&self, column: usize) -> Result<String, DbError> {
        match self.at(column)? {
            Value::Text(v) => Ok(v.clone()),
            _ => Self::wrong(column, "text"),
        }
    }

    pub fn opt_text(&self, column: usize) -> Result<Option<String>, DbError> {
        match self.at(column)? {
            Value::Null => Ok(None),
            _ => self.text(column).map(Some),
        }
    }

    pub fn bytes(&self, column: usize) -> Result<&[u8], DbError> {
        match self.at(column)? {
            Value::Bytes(v) => Ok(v),
            _ => Self::wrong(column, "bytes"),
        }
    }

    pub fn int(&self, column: usize) -> Result<i64, DbError> {
        match self.at(column)? {
            Value::Int(v) => Ok(*v),
            _ => Self::wrong(column, "a number"),
        }
    }

    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, DbError> {
        match self.at(column)? {
            Value::Null => Ok(None),
            _ => self.int(column).map(Some),
        }
    }

    pub fn bool(&self, column: usize) -> Result<bool, DbError> {
        Ok(self.int(column)? != 0)
    }

    /// An instant kept as milliseconds since the epoch.
    pub fn instant(&self, column: usize) -> Result<jiff::Timestamp, DbError> {
        self.int(column).map(crate::clock::instant)
    }

    pub fn opt_instant(&self, column: usize) -> Result<Option<jiff::Timestamp>, DbError> {
        Ok(self.opt_int(column)?.map(crate::clock::instant))
    }
}
