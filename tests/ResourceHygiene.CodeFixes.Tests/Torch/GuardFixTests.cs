using ResourceHygiene.CodeFixes.Torch;

namespace ResourceHygiene.CodeFixes.Tests.Torch;

/// <summary>A guard lasts as long as its block; a model is evaluated under one.</summary>
public sealed class GuardFixTests
{
    [Fact]
    public Task A_dropped_guard_gets_a_variable() => TorchFixes<OpenGuardWithUsingFix>.Fixes(
        """
        void M(Tensor x)
        {
            // inference only
            {|RH5007:torch.no_grad()|};
            using var y = x.sum();
        }
        """,
        """
        void M(Tensor x)
        {
            // inference only
            using var noGrad = torch.no_grad();
            using var y = x.sum();
        }
        """);

    [Fact]
    public Task A_discarded_guard_gets_one_too() => TorchFixes<OpenGuardWithUsingFix>.Fixes(
        """
        void M(Tensor x)
        {
            _ = {|RH5007:torch.NewDisposeScope()|};
            var y = x.sum();
        }
        """,
        """
        void M(Tensor x)
        {
            using var scope = torch.NewDisposeScope();
            var y = x.sum();
        }
        """);

    [Fact]
    public Task A_variable_gets_a_using() => TorchFixes<OpenGuardWithUsingFix>.Fixes(
        """
        void M(Tensor x)
        {
            var _ = {|RH5007:torch.inference_mode()|};
            using var y = x.sum();
        }
        """,
        """
        void M(Tensor x)
        {
            using var _ = torch.inference_mode();
            using var y = x.sum();
        }
        """);

    [Fact]
    public Task Two_of_them_get_two_names() => TorchFixes<OpenGuardWithUsingFix>.Fixes(
        """
        void M(Tensor x)
        {
            {|RH5007:torch.no_grad()|};
            {|RH5007:torch.no_grad()|};
        }
        """,
        """
        void M(Tensor x)
        {
            using var noGrad = torch.no_grad();
            using var noGrad2 = torch.no_grad();
        }
        """);

    [Theory]
    [InlineData("async Task M() { {|RH5007:torch.no_grad()|}; await Task.Delay(1); }")]
    [InlineData("void M(bool flag) { if (flag) {|RH5007:torch.no_grad()|}; }")]
    [InlineData("async Task M() { using var scope = {|RH5007:torch.NewDisposeScope()|}; await Task.Delay(1); }")]
    public Task Nothing_is_offered_where_a_using_would_not_do(string member) => TorchFixes<OpenGuardWithUsingFix>.OffersNothing(member);

    [Fact]
    public Task No_grad_in_front_of_the_evaluation() => TorchFixes<TurnGradientsOffFix>.Fixes(
        """
        float M(Linear model, Tensor x)
        {
            model.eval();
            using var y = {|RH5014:model.forward(x)|};
            return y.item<float>();
        }
        """,
        """
        float M(Linear model, Tensor x)
        {
            model.eval();
            using var noGrad = torch.no_grad();
            using var y = model.forward(x);
            return y.item<float>();
        }
        """);

    [Fact]
    public Task No_grad_in_front_of_the_loop() => TorchFixes<TurnGradientsOffFix>.Fixes(
        """
        void M(Linear model, DataLoader loader)
        {
            model.eval();

            // every batch
            foreach (var batch in loader)
            {
                using var y = {|RH5014:model.forward(batch["data"])|};
            }
        }
        """,
        """
        void M(Linear model, DataLoader loader)
        {
            model.eval();

            // every batch
            using var noGrad = torch.no_grad();
            foreach (var batch in loader)
            {
                using var y = model.forward(batch["data"]);
            }
        }
        """);

    [Theory]
    [InlineData("async Task M(Linear model, Tensor x) { model.eval(); using var y = {|RH5014:model.forward(x)|}; await Task.Delay(1); }")]
    public Task No_grad_is_not_held_across_await(string member) => TorchFixes<TurnGradientsOffFix>.OffersNothing(member);

    [Fact]
    public Task A_guard_disposed_by_hand_at_the_end_of_its_block_gets_a_using() => TorchFixes<OpenGuardWithUsingFix>.Fixes(
        """
        float M(Tensor x)
        {
            // inference only
            var guard = {|RH5007:torch.no_grad()|};
            var sum = x.sum().item<float>();
            guard.Dispose();
            return sum;
        }
        """,
        """
        float M(Tensor x)
        {
            // inference only
            using var guard = torch.no_grad();
            var sum = x.sum().item<float>();
            return sum;
        }
        """);

    [Fact]
    public Task A_guard_disposed_by_hand_before_other_work_gets_a_using_statement() => TorchFixes<OpenGuardWithUsingFix>.Fixes(
        """
        void M(Tensor x)
        {
            var guard = {|RH5007:torch.no_grad()|};
            // without gradients
            x.sum().Dispose();
            guard.Dispose();
            x.mean().Dispose();
        }
        """,
        """
        void M(Tensor x)
        {
            using (var guard = torch.no_grad())
            {
                // without gradients
                x.sum().Dispose();
            }
            x.mean().Dispose();
        }
        """);

    [Theory]
    [InlineData("float M(Tensor x) { var guard = {|RH5007:torch.no_grad()|}; var y = x.sum().item<float>(); guard.Dispose(); return x.item<float>() + y; }")]
    [InlineData("void M(Tensor x, bool flag) { var guard = {|RH5007:torch.no_grad()|}; x.sum().Dispose(); if (flag) guard.Dispose(); else guard.Dispose(); }")]
    public Task A_guard_whose_code_needs_more_thought_is_left(string member) => TorchFixes<OpenGuardWithUsingFix>.OffersNothing(member);
}
