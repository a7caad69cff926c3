using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>
/// RH6008: a disposable object puts itself into an event that outlives it, and nothing in it ever takes the handler back. Such an
/// event is static, or that of an object that was there before: one that the constructor got, or that a static member hands out.
/// </summary>
internal static class LeftHandler
{
    // What these raise is about the process; who listens to that usually ends with it.
    private static readonly string[] s_aboutProcess = { "AppDomain", "Application", "Console", "TaskScheduler", "AssemblyLoadContext", "Dispatcher" };

    public static void Check(AssignmentExpressionSyntax subscription, AsyncFile file)
    {
        if (!subscription.IsKind(SyntaxKind.AddAssignmentExpression) || subscription.Right is LiteralExpressionSyntax or InvocationExpressionSyntax or BinaryExpressionSyntax
            || Functions.RightmostName(subscription.Left) is not { } name
            || subscription.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } declaration
            || file.Model.GetDeclaredSymbol(declaration, file.Cancellation) is not { IsStatic: false } type
            || DisposerOf(type) is not { } disposer
            || file.SymbolOf(subscription.Left) is not IEventSymbol @event || IsAboutProcess(@event.ContainingType))
        {
            return;
        }

        if (IsInLambda(subscription) || !IsHandlerOf(subscription.Right, type, file))
            return;
        List<AssignmentExpressionSyntax> removals = file.RemovalsIn(type)[name].ToList();
        if (removals.Exists(static removal => !RemovesNothing(removal)))
            return;
        AssignmentExpressionSyntax? vain = removals.Find(removal => SyntaxFactory.AreEquivalent(removal.Left, subscription.Left));
        if (!(LivesOn(subscription.Left, @event, type, file)
                || (SymbolEqualityComparer.Default.Equals(disposer.ContainingType, type) && DoesSomething(disposer) && IsOfGiven(subscription.Left, type, file))
                || (vain is not null && IsOfFound(subscription.Left, type, file)))
            || ProcessLife.IncludesAsListener(type))
        {
            return;
        }

        file.Report(
            AsyncDescriptors.HandlerNotRemoved,
            subscription.Left.GetLocation(),
            vain?.GetLocation(),
            ImmutableDictionary<string, string?>.Empty,
            isHarmful: false,
            limit => new object[] { ResourceWords.Shorten(name, limit), ResourceWords.Shorten(type.Name, limit), SimpleName(disposer) });
    }

    private static bool IsAboutProcess(INamedTypeSymbol publisher) => publisher.DeclaringSyntaxReferences.IsEmpty && s_aboutProcess.Contains(publisher.Name, StringComparer.Ordinal);

    // A disposer that somebody wrote: what ends by other means may well end together with the event.
    private static IMethodSymbol? DisposerOf(INamedTypeSymbol type)
    {
        if (!type.AllInterfaces.Any(static implemented => implemented.SpecialType == SpecialType.System_IDisposable || implemented is { Name: "IAsyncDisposable", ContainingNamespace.Name: "System" }))
            return null;
        for (INamedTypeSymbol? current = type; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            if (current.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(static method => method is { IsStatic: false, IsAbstract: false, DeclaringSyntaxReferences.IsEmpty: false }
                && SimpleName(method) is "Dispose" or "DisposeAsync" or "DisposeAsyncCore") is { } disposer)
            {
                return disposer;
            }
        }

        return null;
    }

    private static string SimpleName(IMethodSymbol method) => method.Name.Substring(method.Name.LastIndexOf('.') + 1);

    private static bool DoesSomething(IMethodSymbol method) => method.DeclaringSyntaxReferences[0].GetSyntax() switch
    {
        MethodDeclarationSyntax { Body.Statements: { } statements } => statements.Any(static statement => statement is not ThrowStatementSyntax && !IsSuppression(statement)),
        MethodDeclarationSyntax { ExpressionBody.Expression: var only } => only is not (ThrowExpressionSyntax or LiteralExpressionSyntax),
        _ => false,
    };

    private static bool IsSuppression(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && Functions.RightmostName(call) == "SuppressFinalize";

    private static bool IsInLambda(SyntaxNode node) => node.Ancestors().TakeWhile(static ancestor => ancestor is not MemberDeclarationSyntax).Any(Functions.IsNested);

    // OnChanged, this.OnChanged, new EventHandler(OnChanged), and a lambda that mentions something of the object.
    private static bool IsHandlerOf(ExpressionSyntax handler, INamedTypeSymbol type, AsyncFile file)
    {
        switch (handler)
        {
            case IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }:
                return IsOwn(handler, type, file);
            case BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var inner }] }:
                return IsHandlerOf(inner, type, file);
            case AnonymousFunctionExpressionSyntax lambda:
                return lambda.DescendantNodes().Any(node => node is ThisExpressionSyntax
                    || (node is IdentifierNameSyntax { Parent: not (MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } or MemberBindingExpressionSyntax) } name && IsOwn(name, type, file)));
            default:
                return false;
        }
    }

    private static bool IsOwn(ExpressionSyntax name, INamedTypeSymbol type, AsyncFile file)
    {
        SymbolInfo info = file.Model.GetSymbolInfo(name, file.Cancellation);
        if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not { IsStatic: false, ContainingType: { } owner } symbol
            || symbol is not (IMethodSymbol { MethodKind: MethodKind.Ordinary } or IFieldSymbol or IPropertySymbol or IEventSymbol))
        {
            return false;
        }

        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, owner.OriginalDefinition))
                return true;
        }

        return false;
    }

    // A static event, and that of Settings.Default, Manager.Instance.
    private static bool LivesOn(ExpressionSyntax left, IEventSymbol @event, INamedTypeSymbol type, AsyncFile file) =>
        @event.IsStatic ? !SymbolEqualityComparer.Default.Equals(@event.ContainingType, type)
        : Functions.ReceiverOf(left) is { } receiver && file.SymbolOf(Functions.Bare(receiver)) is IPropertySymbol { IsStatic: true } or IFieldSymbol { IsStatic: true };

    // That of an object which the constructor got, and which nothing here ends.
    private static bool IsOfGiven(ExpressionSyntax left, INamedTypeSymbol type, AsyncFile file) =>
        Functions.ReceiverOf(left) is { } receiver && file.SymbolOf(Functions.Bare(receiver)) switch
        {
            IParameterSymbol { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } given => InjectedMembers.IsLeft(given, type, file.Cancellation),
            IFieldSymbol { IsStatic: false } field => InjectedMembers.IsGivenAndLeft(field.Name, type, file.Cancellation),
            IPropertySymbol { IsStatic: false } property => InjectedMembers.IsGivenAndLeft(property.Name, type, file.Cancellation),
            _ => false,
        };

    // Whoever takes a handler back expects the event to go on, unless the class itself made what raises it.
    private static bool IsOfFound(ExpressionSyntax left, INamedTypeSymbol type, AsyncFile file)
    {
        ExpressionSyntax? receiver = Functions.ReceiverOf(left);
        while (receiver is not null && file.SymbolOf(Functions.Bare(receiver)) is IPropertySymbol or IFieldSymbol && Functions.ReceiverOf(Functions.Bare(receiver)) is { } owner and not ThisExpressionSyntax)
            receiver = owner;
        return receiver is not null && file.SymbolOf(Functions.Bare(receiver)) is IFieldSymbol or IPropertySymbol && file.SymbolOf(Functions.Bare(receiver)) is { IsStatic: false, Name: var member }
            && InjectedMembers.IsFoundAndLeft(member, type, file.Cancellation);
    }

    // source.Changed -= (_, _) => Refresh(): a lambda equals no other, be they written alike.
    private static bool RemovesNothing(AssignmentExpressionSyntax removal) =>
        Functions.Bare(removal.Right) is AnonymousFunctionExpressionSyntax or BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: AnonymousFunctionExpressionSyntax }] };
}
