using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// What was inferred about methods of other assemblies: from the summary in the assembly's metadata, or, where an IDE
/// references the other project as it is being edited, from that project's own source.
/// </summary>
internal sealed class ReferencedContracts
{
    // One answer for all compilations that reference the same state of a project. It holds that compilation, which is its key.
    private static readonly ConditionalWeakTable<Compilation, OwnershipKnowledge> s_projects = new();

    private readonly Compilation _compilation;

    public ReferencedContracts(Compilation compilation) => _compilation = compilation;

    /// <summary>What is known about a method or, where that leaves something open, about those that it overrides or implements.</summary>
    public MethodContract? Of(IMethodSymbol method, CancellationToken cancellation)
    {
        MethodContract? contract = OfItself(method, cancellation);
        foreach (IMethodSymbol inherited in InheritedMembers.Of(method))
        {
            MethodContract? other = OfItself(inherited, cancellation);
            contract = contract?.OrElse(other) ?? other;
        }

        return contract;
    }

    private MethodContract? OfItself(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.ContainingAssembly is not { } assembly || SymbolEqualityComparer.Default.Equals(assembly, _compilation.Assembly))
            return null;
        ImmutableArray<ContractFact> facts = AssemblySummary.Of(assembly).FactsAbout(method);
        return facts.IsEmpty ? FromProject(method, assembly, cancellation) : DeclaredContracts.FromFacts(method, facts);
    }

    // No project references itself, however indirectly, so this ends.
    private MethodContract? FromProject(IMethodSymbol method, IAssemblySymbol assembly, CancellationToken cancellation)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty
            || _compilation.GetMetadataReference(assembly) is not CompilationReference { Compilation: { Language: LanguageNames.CSharp } project }
            || InProject(method, project) is not { } source)
        {
            return null;
        }

        OwnershipKnowledge knowledge = s_projects.GetValue(project, static compilation => new OwnershipKnowledge(compilation));
        return knowledge.ContractOf(source, new InferenceSession(cancellation));
    }

    // A project for another framework is seen through symbols of its own kind, over the same source.
    private static IMethodSymbol? InProject(IMethodSymbol method, Compilation project) =>
        SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, project.Assembly)
            ? method
            : DocumentationCommentId.CreateDeclarationId(method) is { } id ? DocumentationCommentId.GetFirstSymbolForDeclarationId(id, project) as IMethodSymbol : null;
}
