using System.Globalization;
using System.Text;

namespace ResourceHygiene.Workers.Processes.Linux;

/// <summary>
/// The environment variable by which a descendant is known that left its group and session and lost its parents. Its value is a list,
/// as a child may itself start children with this library: <c>pid-start-n;</c> for each, the id and start time of the parent and a number.
/// </summary>
internal static class ChildMarker
{
    public const string Variable = "RESOURCE_HYGIENE_CHILD";

    private static readonly string s_inherited = ReadInherited();
    private static long s_last;

    /// <summary>What the marks of all children of this process begin with, and those of no other process.</summary>
    public static string Prefix { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{System.Environment.ProcessId}-{ReadStart()}-");

    /// <summary>A mark that nobody else has.</summary>
    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Interlocked.Increment(ref s_last)};");

    /// <summary>The value of the variable for a child with a mark of its own, or with none.</summary>
    public static string ValueWith(string mark) => s_inherited + mark;

    /// <summary>
    /// The mark in a form in which it is found and no longer one is: with what stands before it.
    /// </summary>
    public static byte[] Sought(string mark) => Encoding.UTF8.GetBytes((s_inherited.Length == 0 ? "=" : ";") + mark);

    private static long ReadStart()
    {
        try
        {
            return ProcessTable.StartTimeOf(System.Environment.ProcessId);
        }
        catch (IOException)
        {
            // Read once, and for a process that lives the id is enough.
            return 0;
        }
    }

    private static string ReadInherited()
    {
        var value = System.Environment.GetEnvironmentVariable(Variable) ?? "";
        return value.Length == 0 || value.EndsWith(';') ? value : value + ";";
    }
}
