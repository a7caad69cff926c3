using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Locks that a body enters and leaves again. Entering is an obligation, the lock itself none: it may well be held when a
/// method returns. So only a body is looked at that leaves the lock on some path, and mentions it for nothing else.
/// </summary>
internal static class HeldLocks
{
    private static readonly string[] s_leavingPrefixes = { "Release", "Exit", "Set", "Unlock" };

    private static readonly string[] s_enteringPrefixes = { "Enter", "TryEnter", "Lock", "TryLock", "Acquire", "TryAcquire", "Wait", "Take", "TryTake", "Begin", "Start", "Suspend", "Pause", "Hold" };

    /// <summary>The lock that a call enters or leaves: what it is called on, or its argument; null for other calls.</summary>
    public static IOperation? SubjectOf(IInvocationOperation call, string? name) => name switch
    {
        null => null,
        "this" => call.Instance,
        _ => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == name)?.Value,
    };

    /// <summary>The variable or field of this object that holds a lock; null for what has no name.</summary>
    public static ISymbol? VariableOf(IOperation? subject)
    {
        while (subject is IConversionOperation { OperatorMethod: null } conversion)
            subject = conversion.Operand;
        return subject switch
        {
            ILocalReferenceOperation { Local.RefKind: RefKind.None } local => local.Local,
            IParameterReferenceOperation { Parameter.RefKind: RefKind.None or RefKind.Ref } parameter => parameter.Parameter,
            IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
            _ => null,
        };
    }

    /// <summary>The way to hold a lock that a question is about, whether by property or by method; null for other questions.</summary>
    public static string? FamilyAskedFor(IOperation question)
    {
        (ISymbol Asked, string Type)? member = question switch
        {
            IPropertyReferenceOperation { Property: { } property } => (property, property.ContainingType.Name),
            IInvocationOperation { TargetMethod: { } method } => (method, method.ContainingType.Name),
            _ => null,
        };
        if (member is not { } found || found.Asked.ContainingNamespace is not { Name: "Threading", ContainingNamespace.Name: "System" })
            return null;
        return (found.Type, found.Asked.Name) switch
        {
            ("ReaderWriterLockSlim", "IsReadLockHeld") => "lock.read",
            ("ReaderWriterLockSlim", "IsWriteLockHeld") => "lock.write",
            ("ReaderWriterLockSlim", "IsUpgradeableReadLockHeld") => "lock.upgradeable",
            ("ReaderWriterLock", "IsReaderLockHeld") => "lock.reader",
            ("ReaderWriterLock", "IsWriterLockHeld") => "lock.writer",
            ("Monitor", "IsEntered") => "lock.monitor",
            ("Lock", "IsHeldByCurrentThread") => "lock.lock",
            ("SpinLock", "IsHeld" or "IsHeldByCurrentThread") => "lock.spin",
            _ => null,
        };
    }

    public static IEnumerable<Obligation> Find(IEnumerable<IInvocationOperation> calls, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        foreach (IInvocationOperation call in calls)
        {
            // The result of WaitAsync with a time limit is known when it is awaited: later than at once, nothing tells which lock it is about.
            if (call.IsImplicit || (knowledge.Types.IsTaskOfResult(call.Type) && AwaitOf(call) is null) || knowledge.ContractOf(call.TargetMethod, session) is not { Enters: { } entered } contract
                || SubjectOf(call, entered.Name) is not { } subject || VariableOf(subject) is not { } variable || StartsTaken(variable) || !IsLeftHere(variable, entered.Family, call, body, knowledge, session))
            {
                continue;
            }

            var traits = new ResourceTraits(ResourceTier.Critical) { Family = entered.Family, ReleaseMethod = LeavingName(entered.Family, subject.Type!, knowledge) };
            var obligation = new Obligation(new Acquisition(call, subject.Type!, traits, ResourceTier.Critical, IsFace: false));
            obligation.Fate.IsReleased = true;
            obligation.Fate.Places.Add(variable);
            yield return obligation;
        }
    }

    /// <summary>
    /// Locks that a body enters in one way and leaves in a <c>finally</c> in another, in which it never entered them. Without the
    /// <c>finally</c> it may be one that trades what its caller entered for something else.
    /// </summary>
    public static IEnumerable<OwnershipFinding> LeftAsAnother(IEnumerable<IInvocationOperation> calls, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        foreach (IInvocationOperation call in calls)
        {
            if (call.IsImplicit || knowledge.ContractOf(call.TargetMethod, session).Enters is not { } entered || SubjectOf(call, entered.Name) is not { } subject || VariableOf(subject) is not { } variable
                || !IsLeftAsAnother(variable, entered.Family, call, body, knowledge, session))
            {
                continue;
            }

            var traits = new ResourceTraits(ResourceTier.Critical) { Family = entered.Family, ReleaseMethod = LeavingName(entered.Family, subject.Type!, knowledge) };
            yield return new OwnershipFinding(FindingKind.NeverReleased, call, subject.Type!, traits, ResourceTier.Critical) { Place = variable.Name };
        }
    }

    private static bool IsLeftAsAnother(ISymbol variable, string family, IInvocationOperation entering, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        IMethodSymbol? function = FlowBody.EnclosingFunction(entering);
        var enteredAs = new HashSet<string>(StringComparer.Ordinal);
        var leftAs = new HashSet<string>(StringComparer.Ordinal);
        bool isLeftInEnd = false;
        foreach (IOperation mention in body.MentionsOf(variable))
        {
            if (!SymbolEqualityComparer.Default.Equals(FlowBody.EnclosingFunction(mention), function) || UserOf(mention) is not { } user)
                return false;
            if (user is not IInvocationOperation call)
                continue;
            MethodContract contract = knowledge.ContractOf(call.TargetMethod, session);
            if (contract.Enters is { } entered)
                enteredAs.Add(entered.Family);
            else if (contract.Leaves is { } left && leftAs.Add(left.Family))
                isLeftInEnd |= call.Syntax.FirstAncestorOrSelf<FinallyClauseSyntax>() is not null && call.Syntax.SpanStart > entering.Syntax.SpanStart;
            else if (contract.Leaves is null)
                return false;
        }

        return isLeftInEnd && !leftAs.Contains(family) && !leftAs.Overlaps(enteredAs) && !IsLegal(family, leftAs) && !IsMeantToEnter(entering, function) && !body.Operations.Any(operation => LeavesElsewhere(operation, variable));
    }

    // ReleaseReaderLock releases what a writer holds; and who was handed an upgradeable lock may keep only a read lock of it.
    private static bool IsLegal(string family, HashSet<string> leftAs) =>
        (family == "lock.writer" && leftAs.Contains("lock.reader")) || (family == "lock.read" && leftAs.Contains("lock.upgradeable"));

    /// <summary>The await that a call stands in, with nothing but ConfigureAwait between them; null where the task goes elsewhere first.</summary>
    public static IAwaitOperation? AwaitOf(IInvocationOperation call)
    {
        IOperation? user = call.Parent;
        while (user is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } or IConversionOperation or IParenthesizedOperation)
            user = user.Parent;
        return user as IAwaitOperation;
    }

    // Of the method that leaves locks of that type, if several types share a family.
    private static string LeavingName(string family, ITypeSymbol type, OwnershipKnowledge knowledge)
    {
        List<ContractLine> lines = knowledge.Declared.ReleasersOf(family).Where(static line => line.Member is not null).ToList();
        return (lines.Find(line => line.TypeId == type.ToDisplayString()) ?? lines.FirstOrDefault())?.Member ?? "Exit";
    }

    private static bool IsLeftHere(ISymbol variable, string family, IInvocationOperation entering, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        IMethodSymbol? function = FlowBody.EnclosingFunction(entering);
        bool isLeft = false, isLeftUnlessItFails = false;
        foreach (IOperation mention in body.MentionsOf(variable))
        {
            if (!SymbolEqualityComparer.Default.Equals(FlowBody.EnclosingFunction(mention), function) || UserOf(mention) is not { } user)
                return false;
            if (user is IInvocationOperation call && knowledge.ContractOf(call.TargetMethod, session) is var contract)
            {
                if (contract.Enters is null && contract.Leaves is null && call.TargetMethod.ContainingType.Name != "Monitor" && !CallFacts.IsDispose(call.TargetMethod) && call.TargetMethod.Name != "Close")
                    return false;
                bool leaves = contract.Leaves is { } left && left.Family == family;
                isLeft |= leaves;
                isLeftUnlessItFails |= leaves && mention.Syntax.FirstAncestorOrSelf<CatchClauseSyntax>() is null;
            }
        }

        return isLeft && (isLeftUnlessItFails || !IsLeftByOthers(variable, body)) && !IsCounted(entering, variable, family, body, knowledge, session) && !IsMeantToEnter(entering, function) && !body.Operations.Any(operation => HandsOutThis(operation) || LeavesElsewhere(operation, variable));
    }

    // new SemaphoreSlim(0): nobody enters before somebody else has said so, which makes it a signal.
    private static bool StartsTaken(ISymbol variable)
    {
        if (variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not VariableDeclaratorSyntax declarator)
            return false;
        if (declarator.Initializer is { Value: BaseObjectCreationExpressionSyntax made })
            return IsZero(made);
        return variable is IFieldSymbol && declarator.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
            && type.Members.OfType<ConstructorDeclarationSyntax>().SelectMany(static constructor => constructor.DescendantNodes().OfType<AssignmentExpressionSyntax>())
                .Any(write => write is { Left: IdentifierNameSyntax target, Right: BaseObjectCreationExpressionSyntax value } && target.Identifier.ValueText == variable.Name && IsZero(value));

        static bool IsZero(BaseObjectCreationExpressionSyntax creation) =>
            creation.ArgumentList?.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax { Token.Value: 0 };
    }

    // Open() enters and leaves if it fails; Close() leaves what Open() entered.
    private static bool IsLeftByOthers(ISymbol variable, FlowBody body) => variable is IFieldSymbol { DeclaringSyntaxReferences: [var declared] }
        && declared.GetSyntax().FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        && type.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => !body.Root.Syntax.Span.Contains(call.Span)
            && call.DescendantNodes().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == variable.Name)
            && Screening.FileOutline.CalledName(call) is { } called && s_leavingPrefixes.Any(prefix => called.StartsWith(prefix, StringComparison.Ordinal)));

    // for (…) slots.Wait(); …; slots.Release(count): entered in a loop and left outside, it is a matter of counting.
    private static bool IsCounted(IOperation entering, ISymbol variable, string family, FlowBody body, OwnershipKnowledge knowledge, InferenceSession session)
    {
        IOperation child = entering;
        for (IOperation? current = entering.Parent; current is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); child = current, current = current.Parent)
        {
            if (current is ILoopOperation loop && loop.Body == child)
                return !body.MentionsOf(variable).Any(mention => loop.Body.Syntax.Span.Contains(mention.Syntax.Span) && UserOf(mention) is IInvocationOperation call && knowledge.ContractOf(call.TargetMethod, session).Leaves?.Family == family);
        }

        return false;
    }

    // What is done with a lock: a member of it is used, or Monitor is asked to do something with it.
    private static IOperation? UserOf(IOperation mention)
    {
        IOperation child = mention;
        while (child.Parent is IConversionOperation { OperatorMethod: null })
            child = child.Parent;
        return child.Parent switch
        {
            IInvocationOperation call when call.Instance == child => call,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Monitor" } call } => call,
            IPropertyReferenceOperation property => property,
            _ => null,
        };
    }

    // A method that is called so ends with the lock held, by its name.
    private static bool IsMeantToEnter(IOperation entering, IMethodSymbol? function)
    {
        string? name = function is { MethodKind: MethodKind.LocalFunction } ? function.Name
            : (entering.SemanticModel?.GetEnclosingSymbol(entering.Syntax.SpanStart) as IMethodSymbol)?.Name;
        return name is not null && s_enteringPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    // return new Releaser(this): whoever gets that leaves the lock.
    private static bool HandsOutThis(IOperation operation) =>
        operation is IObjectCreationOperation creation && creation.Arguments.Any(static argument => argument.Value is IInstanceReferenceOperation or IConversionOperation { Operand: IInstanceReferenceOperation });

    // A helper of the same type that mentions the lock may leave it.
    private static bool LeavesElsewhere(IOperation operation, ISymbol variable) =>
        variable is IFieldSymbol && operation is IInvocationOperation { TargetMethod: { } method }
        && SymbolEqualityComparer.Default.Equals(method.ContainingType?.OriginalDefinition, variable.ContainingType.OriginalDefinition)
        && method.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax().DescendantTokens().Any(token => token.ValueText == variable.Name));
}
