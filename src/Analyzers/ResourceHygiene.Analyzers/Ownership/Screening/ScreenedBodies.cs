using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>The bodies of a file that the engine has to see, as operations; for the others none are made.</summary>
internal static class ScreenedBodies
{
    public static IEnumerable<ImmutableArray<IOperation>> In(SemanticModel model, CallNames names, CancellationToken cancellation)
    {
        var screen = new BodyScreen(model, names, cancellation);
        foreach ((SyntaxNode member, SyntaxNode[] blocks) in MemberBodies.In(model.SyntaxTree.GetRoot(cancellation)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!screen.MayMatter(member, blocks))
            {
                AnalysisCounters.CountScreened();
                continue;
            }

            ImmutableArray<IOperation> operations = blocks.Select(block => model.GetOperation(block, cancellation)).OfType<IOperation>().ToImmutableArray();
            if (!operations.IsEmpty)
                yield return operations;
        }
    }

    /// <summary>The graph of the body that a block belongs to.</summary>
    public static ControlFlowGraph GraphOf(IOperation block)
    {
        IOperation root = block;
        while (root.Parent is not null)
            root = root.Parent;
        return root switch
        {
            IMethodBodyOperation body => ControlFlowGraph.Create(body),
            IConstructorBodyOperation body => ControlFlowGraph.Create(body),
            IBlockOperation body => ControlFlowGraph.Create(body),
            IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer),
            IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer),
            IParameterInitializerOperation initializer => ControlFlowGraph.Create(initializer),
            _ => throw new InvalidOperationException($"No graph can be made of {root.Kind}."),
        };
    }
}
