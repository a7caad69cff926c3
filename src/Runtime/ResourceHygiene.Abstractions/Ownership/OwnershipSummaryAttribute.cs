using System.ComponentModel;

namespace ResourceHygiene;

/// <summary>
/// What the analysis of an assembly's source found out about its visible members, in the grammar of contract files.
/// Written by a build of that assembly; projects that reference it know its ownership without annotations. Not meant to
/// be written by hand: annotate a member, or describe it in a contract file.
/// </summary>
/// <remarks>
/// Read by analyzers from metadata, in every project that references the assembly. A large summary is spread over several
/// attributes. Nothing reads it at run time.
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OwnershipSummaryAttribute : Attribute
{
    /// <summary>Publishes contract lines.</summary>
    /// <param name="version">Version of the format. A reader ignores a summary of a version that it does not know.</param>
    /// <param name="contracts">Contract lines, separated by line feeds.</param>
    public OwnershipSummaryAttribute(int version, string contracts)
    {
        Version = version;
        Contracts = contracts;
    }

    /// <summary>Version of the format of <see cref="Contracts"/>.</summary>
    public int Version { get; }

    /// <summary>Contract lines, separated by line feeds.</summary>
    public string Contracts { get; }
}
