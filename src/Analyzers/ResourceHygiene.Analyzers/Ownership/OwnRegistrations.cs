using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Calls by which an object enters a listener in a list of its own, and drops the token that would take it out again: list
/// and entry go with the object. What is entered in a list of somebody else stays there for as long as that lives, and a
/// token for anything but an entry, such as a place in a pool or a lock, is missed by those who wait for it.
/// </summary>
internal static class OwnRegistrations
{
    // A registration that passes the call on to another object, and that to a third, is as far as programs go.
    private const int MaxHops = 4;

    private static readonly string[] s_verbs = { "Connect", "Subscribe", "Register", "Attach", "Observe", "Listen", "Watch", "Hook", "Bind", "On" };

    // By these an entry is taken out again.
    private static readonly string[] s_removals = { "Remove", "TryRemove", "Unsubscribe", "Unregister", "Deregister", "Disconnect", "Detach", "Unhook", "Unbind", "Unlisten" };

    /// <summary>True where nothing is lost with the result of a call.</summary>
    public static bool MayBeDropped(IOperation acquisition, OwnershipKnowledge knowledge, InferenceSession session) =>
        acquisition is IInvocationOperation call && IsOnOwn(call, session.Cancellation) && GivesToken(call.TargetMethod, MaxHops, knowledge, session);

    private static bool IsOnOwn(IInvocationOperation call, CancellationToken cancellation) =>
        !call.Arguments.IsEmpty && Array.Exists(s_verbs, verb => IsFirstWord(verb, call.TargetMethod.Name)) && call.Instance switch
        {
            IInstanceReferenceOperation => true,
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: { } field } => IsMadeHere(field, cancellation),
            IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: { } property } => Contracts.AutoProperty.IsOne(property) && IsMadeHere(property, cancellation),
            _ => false,
        };

    private static bool IsFirstWord(string verb, string name) =>
        name.StartsWith(verb, StringComparison.Ordinal) && (name.Length == verb.Length || char.IsUpper(name[verb.Length]));

    // Every value that its class puts there was created on the spot, and nobody else can put one there.
    private static bool IsMadeHere(ISymbol member, CancellationToken cancellation)
    {
        if (member is not (IFieldSymbol { IsReadOnly: true } or IFieldSymbol { DeclaredAccessibility: Accessibility.Private } or IPropertySymbol { SetMethod: null or { DeclaredAccessibility: Accessibility.Private } }))
            return false;
        bool isMade = false;
        foreach (SyntaxNode node in member.ContainingType.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax(cancellation).DescendantNodes()))
        {
            ExpressionSyntax? value = node switch
            {
                AssignmentExpressionSyntax assignment when NameOf(assignment.Left) == member.Name => assignment.Right,
                // (_list, _name) = (given, name)
                AssignmentExpressionSyntax { Left: TupleExpressionSyntax several } when several.DescendantNodes().OfType<ExpressionSyntax>().Any(part => NameOf(part) == member.Name) => several,
                RefExpressionSyntax reference when NameOf(reference.Expression) == member.Name => reference,
                VariableDeclaratorSyntax { Initializer.Value: { } first, Parent.Parent: FieldDeclarationSyntax } field when field.Identifier.ValueText == member.Name => first,
                PropertyDeclarationSyntax { Initializer.Value: { } first } property when property.Identifier.ValueText == member.Name => first,
                ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument when NameOf(argument.Expression) == member.Name => argument.Expression,
                _ => null,
            };
            if (value is null)
                continue;
            if (value is not BaseObjectCreationExpressionSyntax)
                return false;
            isMade = true;
        }

        return isMade;
    }

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };

    // Each return makes a token, or passes on one of a registration of its own.
    private static bool GivesToken(IMethodSymbol method, int hops, OwnershipKnowledge knowledge, InferenceSession session)
    {
        if (hops == 0 || method.IsAbstract)
            return false;
        if (SourceBodies.Of(method.OriginalDefinition, knowledge.Compilation, session.Cancellation) is not { } body)
            return EntersListeners(method);
        bool isGiven = false;
        foreach (IReturnOperation @return in body.Descendants().OfType<IReturnOperation>())
        {
            if (@return.ReturnedValue is not { } value || FlowBody.EnclosingFunction(@return) is not null)
                continue;
            while (value is IConversionOperation { OperatorMethod: null } conversion)
                value = conversion.Operand;
            isGiven = value switch
            {
                IObjectCreationOperation creation => IsGivenOwn(creation, session.Cancellation) && IsToken(creation.Type, session.Cancellation),
                IInvocationOperation call => IsOnOwn(call, session.Cancellation) && GivesToken(call.TargetMethod, hops - 1, knowledge, session),
                _ => false,
            };
            if (!isGiven)
                return false;
        }

        return isGiven;
    }

    // Of a method in another assembly: it is given nothing but what is called back, and all that can be done with what it returns is to end it.
    private static bool EntersListeners(IMethodSymbol method) =>
        method.Parameters.All(static parameter => parameter.Type.TypeKind is TypeKind.Interface or TypeKind.Delegate)
        && method.ReturnType is INamedTypeSymbol { TypeKind: TypeKind.Interface } token && token.AllInterfaces.Add(token).All(static part => part.GetMembers().All(static member =>
            member is IMethodSymbol { Parameters.IsEmpty: true } end && (end.ReturnsVoid || end.Name == "DisposeAsync")));

    // new Entry(id, this), new Entry(id, _entries): a list that this object was given itself lives on elsewhere.
    private static bool IsGivenOwn(IObjectCreationOperation creation, CancellationToken cancellation)
    {
        bool isGiven = false;
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            IOperation value = argument.Value;
            while (value is IConversionOperation { OperatorMethod: null } conversion)
                value = conversion.Operand;
            if (value is IInstanceReferenceOperation || (value is IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: { } own } && IsMadeHere(own, cancellation)))
                isGiven = true;
            else if (value is IMemberReferenceOperation { Type: { IsReferenceType: true, SpecialType: not SpecialType.System_String } })
                return false;
        }

        return isGiven;
    }

    // It remembers what it was made with, and takes an entry out: whatever else it calls may let go of something that others miss.
    private static bool IsToken(ITypeSymbol? type, CancellationToken cancellation)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class, BaseType.SpecialType: SpecialType.System_Object, DeclaringSyntaxReferences.IsEmpty: false } token)
            return false;
        bool removes = false;
        foreach (SyntaxNode node in token.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax(cancellation).DescendantNodes()))
        {
            if (node is DestructorDeclarationSyntax || (node is BaseObjectCreationExpressionSyntax && node.Parent is not (ThrowStatementSyntax or ThrowExpressionSyntax)))
                return false;
            if (node is InvocationExpressionSyntax call)
            {
                bool isRemoval = CalledBy(call) is { } called && Array.Exists(s_removals, verb => IsFirstWord(verb, called));
                if (!isRemoval && !IsOwnMatter(call, token))
                    return false;
                removes |= isRemoval && call.Expression is not SimpleNameSyntax;
            }

            removes |= node.IsKind(SyntaxKind.SubtractAssignmentExpression) && node is AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax };
        }

        return removes;
    }

    private static string? CalledBy(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        MemberBindingExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        SimpleNameSyntax { Identifier.ValueText: var name } => name,
        _ => null,
    };

    // Leave(), Interlocked.Exchange(ref _isLeft, 1), nameof(list)
    private static bool IsOwnMatter(InvocationExpressionSyntax call, INamedTypeSymbol token) => call.Expression switch
    {
        SimpleNameSyntax { Identifier.ValueText: var name } => name == "nameof" || token.GetMembers(name).Any(static member => member is IMethodSymbol),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var name } => token.GetMembers(name).Any(static member => member is IMethodSymbol),
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Interlocked" or "Volatile" } } =>
            call.ArgumentList.Arguments.FirstOrDefault()?.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "GC" or "ArgumentNullException" } } => true,
        _ => false,
    };
}
