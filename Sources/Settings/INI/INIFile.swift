/// What one INI file says, in its order, with the line of everything; keys are in lower case, values as written.
package struct INIFile: Sendable, Equatable {
    /// How messages call the file.
    package var name: String
    /// `[DEFAULT]`, whose keys hold in every section.
    package var defaults = INISection(name: "DEFAULT", line: 0)
    /// The other sections.
    package var sections: [INISection] = []
    /// What could not be read.
    package var mistakes: [INIMistake] = []
}

/// A section of an INI file.
package struct INISection: Sendable, Equatable {
    package var name: String
    /// The line of its header, counted from 1.
    package var line: Int
    package var entries: [INIEntry] = []
}

/// A key with its value. The lines of a value are joined with newlines.
package struct INIEntry: Sendable, Equatable {
    package var key: String
    package var value: String
    /// The line of the key, counted from 1.
    package var line: Int
}

/// A line that says nothing, or something that was said already.
package struct INIMistake: Sendable, Equatable {
    package var line: Int
    package var section: String?
    package var key: String?
    package var message: String
}
