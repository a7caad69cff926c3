using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

internal sealed partial class ResourceFlow
{
    private void FollowArgument(IArgumentOperation argument, FlowValue value)
    {
        (IMethodSymbol? method, ImmutableArray<IArgumentOperation> arguments) = argument.Parent switch
        {
            IInvocationOperation invocation => (invocation.TargetMethod, invocation.Arguments),
            IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        if (method is null || argument.Parameter is not { RefKind: not RefKind.Ref } parameter)
        {
            _fate.Escapes = true;
            return;
        }

        bool isReceiver = method.IsExtensionMethod && parameter.Ordinal == 0;
        if (isReceiver && CallFacts.PassesThrough(method, value.Operation.Type))
        {
            Enqueue(argument.Parent!, value.Kind);
            return;
        }

        if (RawValues.PassesThrough(method))
        {
            Enqueue(argument.Parent!, value.Kind);
            return;
        }

        // return ref Unsafe.AsRef<byte>(pointer): whoever gets the reference can free what it refers to.
        if (_isRaw && method.RefKind != RefKind.None && argument.Parent!.Syntax.Parent is RefExpressionSyntax { Parent: ReturnStatementSyntax or ArrowExpressionClauseSyntax })
        {
            _fate.Escapes = true;
            return;
        }

        MethodContract contract = _knowledge.ContractOf(method, _session);
        ParameterRole role = CallFacts.RoleOf(parameter, contract, arguments);
        if (value.Kind == ValueKind.Derived)
        {
            // : base(file.Stream): the object is another face of what belongs to whoever owns the file.
            if (role == ParameterRole.Aliased && CallFacts.IsConstructorInitializer(argument.Parent!))
                _fate.IsFaceOfThis = true;
            else if (_isRaw && role == ParameterRole.Borrowed)
                FollowDerived(argument.Parent!, method);
            else if (_isRaw && role is ParameterRole.Released or ParameterRole.MayBeReleased)
                _fate.Escapes = true;
            else if (role is ParameterRole.Aliased or ParameterRole.Kept)
                FollowFace(argument.Parent!, ValueKind.Derived);
            else if (role is ParameterRole.Taken or ParameterRole.Escapes)
                _fate.Escapes = true;
            return;
        }

        switch (role)
        {
            case ParameterRole.Released or ParameterRole.MayBeReleased:
                _fate.IsReleased = true;
                break;
            case ParameterRole.Aliased or ParameterRole.Kept:
                _fate.Faces.Add(argument.Parent!);
                _fate.IsKept |= role == ParameterRole.Kept;
                if (role == ParameterRole.Aliased && CallFacts.IsConstructorInitializer(argument.Parent!))
                    _fate.IsFaceOfThis = true;
                else
                    FollowFace(argument.Parent!, value.Kind);
                break;
            // Created?.Invoke(this, new Session()): who is called back is the only one who can release it.
            case ParameterRole.Borrowed when value.Kind == ValueKind.Temporary && method.MethodKind == MethodKind.DelegateInvoke:
                _fate.Escapes = true;
                break;
            // int fd = Check(open(path)): a number says nothing about whether it comes back.
            case ParameterRole.Borrowed when IsNumber(value.Operation.Type) && IsNumber(argument.Parent!.Type) && EntryPoints.Of(method) is null:
                _fate.Escapes = true;
                break;
            case ParameterRole.Borrowed:
                if (!_isRaw || !RawTypes.IsView(argument.Parent!.Type))
                    Drop(value, isReceiver ? DiscardForm.Receiver : DiscardForm.Argument, argument.Parent!, CallFacts.DisplayName(method));
                FollowDerived(argument.Parent!, method);
                break;
            default:
                _fate.IsTaken |= role == ParameterRole.Taken || IsAddedToMember(argument.Parent!, method);
                _fate.Escapes = true;
                break;
        }
    }

    private static bool IsNumber(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 };

    // _streams.Add(stream)
    private bool IsAddedToMember(IOperation call, IMethodSymbol method) =>
        call is IInvocationOperation { Instance: IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } collection }
        && CollectionTypes.IsAdding(method) && CollectionTypes.IsCollection(collection.Type, _knowledge);

    // The call's result stands for the resource, unless nothing about the result could release it.
    private void FollowFace(IOperation call, ValueKind kind)
    {
        if (_isRaw && RawTypes.LooksInto(call.Type))
        {
            Enqueue(call, RawTypes.IsAddress(call.Type) ? kind : ValueKind.Derived);
            return;
        }

        if (!CallFacts.IsConstructorInitializer(call) && _knowledge.Types.TraitsOf(_knowledge.Types.Awaited(call.Type)) is not null)
            Enqueue(call, kind);
        else
            _fate.Escapes = true;
    }

    private void FollowReceiver(IInvocationOperation invocation, FlowValue value)
    {
        IMethodSymbol method = invocation.TargetMethod;
        ITypeSymbol? receiver = value.Operation.Type;
        if (CallFacts.PassesThrough(method, receiver) || RawValues.PassesThrough(method))
        {
            Enqueue(invocation, value.Kind);
            return;
        }

        if (_knowledge.Types.IsTaskOfResult(receiver))
        {
            if (method.Name == "ContinueWith")
                _fate.Escapes = true;
            return;
        }

        MethodContract contract = _knowledge.ContractOf(method, _session);
        ParameterRole role = CallFacts.ReceiverRoleOf(contract, invocation.Arguments);
        if (role is ParameterRole.Released or ParameterRole.MayBeReleased || CallFacts.IsRelease(method, _knowledge.Types.TraitsOf(receiver)))
        {
            if (value.Kind != ValueKind.Derived)
                _fate.IsReleased = true;
            return;
        }

        switch (role)
        {
            case ParameterRole.Aliased:
                Enqueue(invocation, value.Kind);
                break;
            case ParameterRole.Kept:
                _fate.IsKept = true;
                FollowFace(invocation, value.Kind);
                break;
            // Whoever has the address of what is pinned cannot free the pin.
            case ParameterRole.Borrowed when _isRaw && method.Name == "AddrOfPinnedObject" && RawTypes.IsRaw(receiver):
                Drop(value, DiscardForm.Receiver, invocation, method.Name);
                _fate.Escapes = _fate.EscapesOtherwise || IsPinnedForGood(invocation);
                break;
            case ParameterRole.Borrowed:
                Drop(value, DiscardForm.Receiver, invocation, method.Name);
                if (GuessedContracts.MakesHolder(method) && !_knowledge.StandsAlone(method))
                    Enqueue(invocation, ValueKind.Derived);
                else
                    FollowDerived(invocation, method);
                break;
            default:
                _fate.Escapes = _fate.EscapesOtherwise || value.Kind != ValueKind.Derived;
                break;
        }
    }

    // static readonly IntPtr s_table = GCHandle.Alloc(Table, GCHandleType.Pinned).AddrOfPinnedObject()
    private static bool IsPinnedForGood(IOperation address)
    {
        IOperation value = address;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
            value = value.Parent;
        return value.Parent is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.IsStatic: true } }
            || address.Syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is (BaseFieldDeclarationSyntax or ConstructorDeclarationSyntax) and { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.StaticKeyword);
    }

    // timer.Elapsed += (sender, e) => ((Timer)sender).Dispose(): it is released through what its event hands out.
    private void FollowEvent(IEventReferenceOperation @event)
    {
        if (@event.Parent is not IEventAssignmentOperation { Adds: true, HandlerValue: IDelegateCreationOperation handler })
            return;
        _fate.Escapes = _fate.EscapesOtherwise || handler.Target switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol.Parameters.Any(parameter => OfParameter(parameter, _body, _knowledge, _session).IsReleased),
            IMethodReferenceOperation method => _knowledge.ContractOf(method.Method, _session).Parameters.Any(static parameter => parameter.Role is ParameterRole.Released or ParameterRole.MayBeReleased),
            _ => false,
        };
    }

    private void FollowProperty(IPropertyReferenceOperation property, FlowValue value)
    {
        if (property.Property.IsInExtensionBlock())
        {
            _fate.Escapes = true;
            return;
        }

        if (_knowledge.YieldsItsObject(property))
            Enqueue(property, value.Kind);
        else
            FollowSubObject(property, property.Property.Name, value);
    }

    private void FollowSubObject(IOperation member, string name, FlowValue value)
    {
        Drop(value, DiscardForm.Receiver, member, name);
        if (member.Parent is not ISimpleAssignmentOperation assignment || assignment.Target != member)
            FollowDerived(member, ((IMemberReferenceOperation)member).Member);
        if (!_isRaw && RawTypes.IsAddress(member.Type) && MadeOf(member) is { } made)
            Enqueue(made, ValueKind.Derived);
    }

    // new Folder(root.Pointer): another resource now has what the first one was there for; which of them releases it, their types do
    // not say. What is no resource, and what only looks at the address, releases nothing.
    private IOperation? MadeOf(IOperation address)
    {
        IOperation given = address;
        while (given.Parent is IConversionOperation { OperatorMethod: null } conversion && RawTypes.IsAddress(conversion.Type))
            given = conversion;
        if (given.Parent is not IArgumentOperation { Parameter: { RefKind: RefKind.None } parameter, Parent: IObjectCreationOperation { Constructor: { } constructor, Type: { DeclaringSyntaxReferences.IsEmpty: false } type } creation })
            return null;
        return _knowledge.Types.TraitsOf(type) is not null
            && CallFacts.RoleOf(parameter, _knowledge.ContractOf(constructor, _session), creation.Arguments) is ParameterRole.Kept or ParameterRole.Taken or ParameterRole.Escapes ? creation : null;
    }

    // A stream read from a response, a reader made by a command: if that leaves the body, the resource must stay alive.
    private void FollowDerived(IOperation result, ISymbol member)
    {
        ITypeSymbol? type = _knowledge.Types.Awaited(result.Type);
        // segment.Array is the very buffer: to return that to its pool is to return what the segment was made of.
        if ((_isRaw && (RawTypes.LooksInto(type) || member is IPropertySymbol { Name: "Array", ContainingType.Name: "ArraySegment" })) || ((_knowledge.Types.TraitsOf(type) is not null || CallFacts.IsLazySequence(type) || (_isParameter && LeadsBack(type, member))) && !_knowledge.StandsAlone(member)))
            Enqueue(result, ValueKind.Derived);
    }

    // new Searcher(reader.Context), where a context knows its reader: whoever has it has the reader.
    private bool LeadsBack(ITypeSymbol? type, ISymbol member)
    {
        if (member is not (IPropertySymbol or IFieldSymbol) || type is not { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false })
            return false;
        for (ITypeSymbol? current = type; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            if (current.GetMembers().Any(part => !part.IsStatic && ((part as IFieldSymbol)?.Type ?? (part as IPropertySymbol)?.Type) is { } held && _knowledge.Types.TraitsOf(held) is not null
                && (Contracts.ResourceTypes.IsSubtype(member.ContainingType, held) || Contracts.ResourceTypes.IsSubtype(held, member.ContainingType))))
            {
                return true;
            }
        }

        return false;
    }
}
