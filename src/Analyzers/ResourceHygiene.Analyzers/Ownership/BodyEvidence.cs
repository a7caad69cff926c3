using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// What the body of a source method certainly does, whatever is declared about the method. Where the inferred contract is a
/// reading in favour of silence, this says nothing: it is what a rule holds against an annotation.
/// </summary>
internal sealed class BodyEvidence
{
    private readonly IMethodSymbol _method;
    private readonly FlowBody _body;
    private readonly MethodContract _inferred;
    private readonly OwnershipKnowledge _knowledge;
    private readonly InferenceSession _session;

    private BodyEvidence(IMethodSymbol method, FlowBody body, MethodContract inferred, OwnershipKnowledge knowledge, InferenceSession session)
    {
        _method = method;
        _body = body;
        _inferred = inferred;
        _knowledge = knowledge;
        _session = session;
    }

    /// <summary>What the body shows; null where there is none, or none that ever returns.</summary>
    public static BodyEvidence? Of(IMethodSymbol method, OwnershipKnowledge knowledge, CancellationToken cancellation)
    {
        method = method.PartialImplementationPart ?? method;
        if (method.IsAbstract || method.IsExtern || OnlyThrows(method, cancellation))
            return null;
        var session = new InferenceSession(cancellation);
        return ContractInference.Infer(method, knowledge, session) is { } inferred && SourceBodies.Of(method, knowledge.Compilation, cancellation) is { } root
            ? new BodyEvidence(method, new FlowBody(ImmutableArray.Create(root)), inferred, knowledge, session)
            : null;
    }

    /// <summary>What every return makes for the caller; null where that is not certain.</summary>
    public Acquisition? Made => IsIterator ? null : ResultInference.Made(_body, _knowledge, _session);

    /// <summary>The member of the object that a return hands out although the object keeps it; null where there is none.</summary>
    public ISymbol? KeptAndReturned => IsIterator ? null : ResultInference.KeptAndReturned(_body, _knowledge);

    /// <summary>No call, assignment or other effect: whatever the method is to release, it does not.</summary>
    public bool DoesNothing => !_body.Operations.Any(static operation =>
        operation is IInvocationOperation or IAssignmentOperation or IObjectCreationOperation or IDynamicInvocationOperation or IUsingOperation or IUsingDeclarationOperation
            or IIncrementOrDecrementOperation || operation.Kind == OperationKind.FunctionPointerInvocation);

    /// <summary>True when an out parameter is certain to hand over what the caller owns.</summary>
    public bool HandsOut(int ordinal) => _inferred.Parameters[ordinal].Role == ParameterRole.OwnedOut;

    /// <summary>True when what is passed is neither released nor stored nor handed on: only what is known well is done with it.</summary>
    public bool OnlyUses(int ordinal) =>
        _inferred.Parameters[ordinal].Role == ParameterRole.Borrowed && IsResource(_method.Parameters[ordinal])
        && !IsWritten(_method.Parameters[ordinal]) && _body.ReferencesTo(_method.Parameters[ordinal]).All(IsKnownUse);

    /// <summary>True when what is passed is released, on some path at least, by a statement that can be seen.</summary>
    public bool Releases(int ordinal)
    {
        IParameterSymbol parameter = _method.Parameters[ordinal];
        if (!IsResource(parameter) || IsWritten(parameter))
            return false;
        return _inferred.Parameters[ordinal].Role switch
        {
            ParameterRole.Released => true,
            ParameterRole.MayBeReleased => _body.ReferencesTo(parameter).Any(IsDisposed),
            _ => false,
        };
    }

    private bool IsIterator => _body.Operations.Any(static operation => operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak);

    private bool IsResource(IParameterSymbol parameter) => _knowledge.Types.TraitsOf(parameter.Type) is { Tier: not ResourceTier.None };

    private bool IsWritten(IParameterSymbol parameter) => _body.ReferencesTo(parameter).Any(static mention =>
        (mention.Parent is IAssignmentOperation assignment && assignment.Target == mention)
        || mention.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } or ITupleOperation);

    // A method of some other library may well do what its name does not say.
    private bool IsKnownUse(IOperation mention)
    {
        IOperation current = mention;
        while (current.Parent is IConversionOperation or IParenthesizedOperation or IConditionalAccessOperation)
            current = current.Parent;
        if (FlowBody.EnclosingFunction(mention) is not null && !_body.IsRootFunction(mention))
            return false;
        return current.Parent is not IArgumentOperation { Parent: { } user }
            || user switch
            {
                IInvocationOperation call => IsKnown(call.TargetMethod),
                IObjectCreationOperation { Constructor: { } constructor } => IsKnown(constructor),
                _ => false,
            };
    }

    private static bool IsKnown(IMethodSymbol method)
    {
        if (method.IsExtern || ThrowPolicy.IsNative(method))
            return false;
        if (!method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty)
            return !method.IsAbstract && !method.IsVirtual && !method.IsOverride;
        INamespaceSymbol? space = method.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space?.Name == "System";
    }

    private static bool IsDisposed(IOperation mention)
    {
        IOperation current = mention;
        while (current.Parent is IConversionOperation or IParenthesizedOperation)
            current = current.Parent;
        return current.Parent switch
        {
            IUsingOperation @using => @using.Resources == current,
            IInvocationOperation call => call.Instance == current && CallFacts.IsDispose(call.TargetMethod),
            IConditionalAccessOperation access => access.WhenNotNull is IInvocationOperation call && CallFacts.IsDispose(call.TargetMethod) && call.Instance is IConditionalAccessInstanceOperation,
            _ => false,
        };
    }

    private static bool OnlyThrows(IMethodSymbol method, CancellationToken cancellation) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
        {
            BaseMethodDeclarationSyntax { ExpressionBody.Expression: ThrowExpressionSyntax } => true,
            BaseMethodDeclarationSyntax { Body.Statements: [.., ThrowStatementSyntax] statements } =>
                !statements.SelectMany(static statement => statement.DescendantNodesAndSelf()).Any(static node => node is ReturnStatementSyntax),
            _ => false,
        };
}
