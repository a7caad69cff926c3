using System.Collections.Frozen;
using System.Text;

namespace ResourceHygiene.Workers;

/// <summary>How commands read in messages, and which texts a program can be given at all.</summary>
internal static class CommandText
{
    private const int LongestDescription = 120;

    /// <summary>The program, and as many arguments as fit: messages go to logs, where a whole command line drowns the rest.</summary>
    public static string Describe(CommandRequest request)
    {
        var text = new StringBuilder("'").Append(request.Program).Append('\'');
        if (request.Arguments.Count == 0)
            return text.ToString();

        text.Append(" (");
        for (var i = 0; i < request.Arguments.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            var argument = request.Arguments[i];
            if (text.Length + argument.Length > LongestDescription)
            {
                text.Append('…');
                break;
            }
            text.Append(argument);
        }
        return text.Append(')').ToString();
    }

    public static void ThrowIfNotPassable(string? text, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(text, parameterName);
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException(
                $"\"{text.Replace("\0", "\\0", StringComparison.Ordinal)}\" contains a zero character, which ends a text for every program.", parameterName);
    }

    public static IReadOnlyDictionary<string, string?> CopyOfEnvironment(IReadOnlyDictionary<string, string?> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        foreach (var (name, value) in variables)
        {
            if (string.IsNullOrEmpty(name) || name.Contains('=', StringComparison.Ordinal))
                throw new ArgumentException($"\"{name}\" is no name of an environment variable: it must not be empty or contain '='.", nameof(variables));
            ThrowIfNotPassable(name, nameof(variables));
            ThrowIfNotPassable(value ?? "", nameof(variables));
        }
        return variables.ToFrozenDictionary(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
    }
}

/// <summary>No changes: shared, since most requests have none.</summary>
internal static class EmptyEnvironment
{
    public static readonly IReadOnlyDictionary<string, string?> Instance = FrozenDictionary<string, string?>.Empty;
}
