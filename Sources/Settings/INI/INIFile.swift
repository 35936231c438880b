/// What one INI file says, in its order, with the line of everything; keys are in lower case, values as written.
struct INIFile: Sendable, Equatable {
    /// How messages call the file.
    var name: String
    /// `[DEFAULT]`, whose keys hold in every section.
    var defaults = INISection(name: "DEFAULT", line: 0)
    /// The other sections.
    var sections: [INISection] = []
    /// What could not be read.
    var mistakes: [INIMistake] = []
}

/// A section of an INI file.
struct INISection: Sendable, Equatable {
    var name: String
    /// The line of its header, counted from 1.
    var line: Int
    var entries: [INIEntry] = []
}

/// A key with its value. The lines of a value are joined with newlines.
struct INIEntry: Sendable, Equatable {
    var key: String
    var value: String
    /// The line of the key, counted from 1.
    var line: Int
}

/// A line that says nothing, or something that was said already.
struct INIMistake: Sendable, Equatable {
    var line: Int
    var section: String?
    var key: String?
    var message: String
}
