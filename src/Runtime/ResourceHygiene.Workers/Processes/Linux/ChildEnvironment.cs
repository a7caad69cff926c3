using System.Collections;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>The variables of a child, as <c>NAME=value</c>.</summary>
internal static class ChildEnvironment
{
    /// <param name="start">What is inherited and what is changed.</param>
    /// <param name="mark">The child's own mark; empty for none. Those of this process are handed on in any case.</param>
    public static List<string> Of(ChildStart start, string mark)
    {
        var variables = new List<string>();
        var changes = start.Environment is { Count: > 0 } some ? some : null;
        if (start.InheritsEnvironment)
        {
            foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
            {
                var name = (string)entry.Key;
                if (name != ChildMarker.Variable && changes?.ContainsKey(name) != true)
                    variables.Add($"{name}={(string?)entry.Value}");
            }
        }
        if (changes is not null)
        {
            foreach (var (name, value) in changes)
            {
                if (value is not null && name != ChildMarker.Variable)
                    variables.Add($"{name}={value}");
            }
        }
        if (ChildMarker.ValueWith(mark) is { Length: > 0 } marks)
            variables.Add($"{ChildMarker.Variable}={marks}");
        return variables;
    }
}
